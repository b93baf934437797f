import common from '../../../schemas/common.schema.json';

/** What is read of a JSON Schema in order to explain what is wrong. The schemas use no alternatives (`anyOf`). */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** A schema at a path of the document: first what stands there itself, then what it refers to. */
export type SchemaChain = readonly Schema[];

/** The schema that a value at a path must keep; empty where the schema says nothing of it. */
export const schemaAt = (root: Schema, path: readonly (string | number)[]): SchemaChain => {
  let chain = followed(root, root);
  for (const step of path) {
    const next = chain.map((schema) => below(schema, step)).find((schema) => schema !== undefined);
    if (next === undefined) return [];
    chain = followed(root, next);
  }
  return chain;
};

/** The keys that a mapping may have, in the order of the schema. */
export const knownKeys = (chain: SchemaChain): readonly string[] =>
  chain.flatMap((schema) => Object.keys(schema.properties ?? {}));

/** What the schema says of a value, from the particular to the general: sentences, each ending in a full stop. */
export const descriptionOf = (chain: SchemaChain): string =>
  chain.flatMap((schema) => (schema.description === undefined ? [] : [schema.description])).join(' ');

/** The texts that a value may be, where the schema lists them. */
export const allowedTexts = (chain: SchemaChain): readonly string[] =>
  chain.flatMap((schema) => {
    const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
    const literal = /^\^([\w-]+)\$$/.exec(schema.pattern ?? '')?.[1];
    return [...listed.filter((value) => typeof value === 'string'), ...(literal === undefined ? [] : [literal])];
  });

const below = (schema: Schema, step: string | number): Schema | undefined => {
  if (typeof step === 'number') return schema.items;
  const { properties = {}, additionalProperties } = schema;
  if (Object.hasOwn(properties, step)) return properties[step];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
};

const followed = (root: Schema, schema: Schema): SchemaChain => {
  if (schema.$ref === undefined) return [schema];
  const definitions: Readonly<Record<string, Schema>> = (schema.$ref.startsWith('#') ? root.$defs : common.$defs) ?? {};
  const target = definitions[schema.$ref.replace(/^.*#\/\$defs\//, '')];
  return target === undefined ? [schema] : [schema, ...followed(root, target)];
};
