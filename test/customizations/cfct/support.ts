/** A manifest of one resource, with lines of its resource replaced or added. */
export const manifestWith = (...replacements: readonly (readonly [string, string])[]): string =>
  replacements.reduce((text, [search, by]) => {
    if (!text.includes(search)) throw new Error(`The manifest has no text "${search}".`);
    return text.replace(search, () => by);
  }, sound);

const sound = `region: eu-west-1
version: 2021-03-15
resources:
  - name: one
    resource_file: templates/one.template.json
    deploy_method: stack_set
    deployment_targets:
      accounts:
        - "222222222222"
      organizational_units:
        - "Workloads:Prod"
    regions:
      - eu-west-1
`;

/** A template of one resource. */
export const templateWith = (type: string, properties: unknown): string =>
  JSON.stringify({ Resources: { It: { Type: type, Properties: properties } } }, null, 1);

/** A template that nothing is wrong with. */
export const soundTemplate = templateWith('AWS::SQS::Queue', {});
