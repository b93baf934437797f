import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The layers, from the top down; a layer imports only from those below it. */
const layers = ['scripts', 'customizations', 'simulation', 'handlers', 'federation', 'schemas'];

/** Folders beside each other in the order above that still must not know each other. */
const strangers = {
  customizations: ['simulation', 'handlers'],
  simulation: [],
  handlers: [],
};

/** Packages that only one place may import. */
const packagesOf = {
  'aws-cdk-lib': 'customizations/stacks',
  constructs: 'customizations/stacks',
};

const sdkPackages = ['@aws-sdk/*', '@azure/*', '@microsoft/*', '@aws-lambda-powertools/*', 'aws-sdk'];
const compilers = ['yaml', 'ajv', 'ajv-formats', 'esbuild', '@aws-lambda-powertools/tracer'];
const io = ['node:*', 'fs', 'path', 'os', 'child_process', 'crypto', 'http', 'https', 'process', 'zlib'];

const forbiddenFor = (layer) => {
  const above = layers.slice(0, layers.indexOf(layer));
  const groups = [...above, ...(strangers[layer] ?? [])].map((name) => ({
    regex: `^(\\.\\./)+${name}(/|$)`,
    message: `${layer}/ must not import from ${name}/: imports point down only.`,
  }));
  if (layer === 'federation') {
    groups.push({ group: [...sdkPackages, ...compilers, ...io], message: 'federation/ is pure: no I/O, no SDK.' });
  }
  if (layer === 'handlers') {
    groups.push({ group: compilers, message: 'No schema compiler, no YAML and no tracer in a bundle.' });
  }
  if (layer === 'simulation') {
    groups.push({ group: sdkPackages, message: 'The local organization calls no cloud.' });
  }
  return groups;
};

const noDefaultError = {
  selector: "NewExpression[callee.name='Error'], ThrowStatement > CallExpression[callee.name='Error']",
  message: 'Throw a Failure, with a code of the registry; for what cannot happen, an AssertionError.',
};
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read in one place per entry point.',
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'schemas/generated/', 'coverage/', 'test/data/', '.venv/', '.wire/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        structuredClone: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-syntax': ['error', noDefaultError, noEnvironment],
      eqeqeq: 'error',
    },
  },
  ...layers.slice(0, -1).map((layer) => ({
    files: [`${layer}/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            ...forbiddenFor(layer),
            {
              group: Object.keys(packagesOf).flatMap((name) => [name, `${name}/*`]),
              message: 'Only customizations/stacks/ knows the CDK.',
            },
          ],
        },
      ],
    },
  })),
  {
    files: ['customizations/stacks/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: forbiddenFor('customizations') }] },
  },
  {
    files: ['**/entry.ts', 'scripts/main.ts', 'scripts/start.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultError] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': 'off',
    },
  },
);
