/** Where the generated templates lie, by what they deploy. */
export const templatePaths = {
  directory: 'templates/oidc-factory-directory.template.json',
  factory: 'templates/oidc-factory.template.json',
  account: 'templates/oidc-factory-account.template.json',
  provider: 'templates/oidc-factory-provider.template.json',
  hook: 'templates/oidc-factory-hook.template.json',
} as const;
