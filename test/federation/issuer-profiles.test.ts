import { issuerProfiles, profileOf, tooWideFor } from '../../federation/issuer-profiles';

const github = 'https://token.actions.githubusercontent.com';
const eks = 'https://oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789ABCDEF0123456789';
const devOps = 'https://vstoken.dev.azure.com/8a7b6c5d-0000-4000-8000-1234567890ab';
const entra = 'https://login.microsoftonline.com/8a7b6c5d-0000-4000-8000-1234567890ab/v2.0';
const bitbucket = 'https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';

describe('profileOf', () => {
  it.each<[string, string | undefined]>([
    ['token.actions.githubusercontent.com', 'github'],
    ['token.actions.githubusercontent.com/', 'github'],
    ['token.actions.githubusercontent.com/acme-enterprise', 'github-enterprise'],
    ['vstoken.actions.githubusercontent.com', 'github-legacy'],
    ['gitlab.com', 'gitlab'],
    ['gitlab.com.example.com', undefined],
    ['evil-gitlab.com', undefined],
    ['app.terraform.io', 'terraform-cloud'],
    [devOps.slice(8), 'azure-devops'],
    [entra.slice(8), 'azure-devops-entra'],
    [eks.slice(8), 'eks'],
    ['oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC', 'eks'],
    ['container.googleapis.com/v1/projects/p/locations/l/clusters/c', 'kubernetes'],
    ['westeurope.oic.prod-aks.azure.com/t/c', 'kubernetes'],
    [bitbucket.slice(8), 'bitbucket'],
    ['oidc.circleci.com/org/8a7b6c5d', 'circleci'],
    ['agent.buildkite.com', 'buildkite'],
    ['cognito-identity.amazonaws.com', 'cognito'],
    ['accounts.google.com', 'google'],
    ['sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab', undefined],
  ])('%s is %s', (hostAndPath, id) => {
    expect(profileOf(hostAndPath)?.id).toBe(id);
  });

  it('tells what goes out of use', () => {
    expect(profileOf(devOps.slice(8))?.retiring).toMatchObject({ from: '2027-07-01' });
    expect(profileOf('vstoken.actions.githubusercontent.com')?.retiring?.instead).toBe(github);
    expect(profileOf('gitlab.com')?.retiring).toBeUndefined();
  });
});

describe('tooWideFor', () => {
  it.each<[string, string]>([
    [github, '*'],
    [github, '?epo:acme/web:*'],
    [github, 'repo:*'],
    [github, 'repo:acme*'],
    [github, 'repo:acme*/web:environment:prod'],
    [github, 'repo:*/web:environment:prod'],
    [github, 'environment:prod:*'],
    [github, 'environment:prod'],
    [github, 'ref:refs/heads/main'],
    [github, 'repo:'],
    [github, 'actor:octocat'],
    [`${github}/acme`, 'repo:*'],
    ['https://vstoken.actions.githubusercontent.com', 'repo:acme*'],
    ['https://gitlab.com', 'project_path:*'],
    ['https://gitlab.com', 'project_path:acme*'],
    ['https://app.terraform.io', 'organization:*'],
    ['https://app.terraform.io', 'organization:acme*'],
    [devOps, 'sc://*'],
    [devOps, 'sc://acme/*'],
    [entra, '/eid1/c/pub/t/T/a/*'],
    [entra, '8a7b*'],
    [eks, 'system:serviceaccount:*'],
    [eks, 'system:serviceaccount:payments*'],
    [eks, 'system:*'],
    [bitbucket, '{8a7b*'],
    ['https://oidc.circleci.com/org/8a7b6c5d', 'org/8a7b*'],
    ['https://agent.buildkite.com', 'organization:acme*'],
    ['https://cognito-identity.amazonaws.com', 'eu-west-1:*'],
    ['https://accounts.google.com', '1000*'],
    ['https://example.com', '*'],
  ])('says why of %s: %s', (issuer, subject) => {
    expect(tooWideFor(issuer, subject)).toMatch(/^[A-Z].*\.$/);
  });

  it.each<[string, string]>([
    [github, 'repo:acme/*'],
    [github, 'repo:acme/web:*'],
    [github, 'repo:acme/web:ref:refs/heads/*'],
    [github, 'repo:acme/web:pull_request'],
    [github, 'repo:acme@123456/*'],
    [github, 'repository_owner:acme:*'],
    [github, 'repository_owner:acme'],
    [github, 'repository_id:456789:environment:prod'],
    [github, 'environment:prod:repository_owner_id:123456'],
    [`${github}/acme`, 'environment:prod'],
    [github, 'job_workflow_ref:acme/workflows/*'],
    [`${github}/acme`, 'repo:acme/*:environment:prod'],
    ['https://gitlab.com', 'project_path:acme/*'],
    ['https://app.terraform.io', 'organization:acme:*'],
    [devOps, 'sc://acme/payments/*'],
    [eks, 'system:serviceaccount:payments:*'],
    [bitbucket, '{8a7b6c5d-0000-4000-8000-1234567890ab}:*'],
    ['https://oidc.circleci.com/org/8a7b6c5d', 'org/8a7b6c5d/project/*'],
    ['https://agent.buildkite.com', 'organization:acme:pipeline:web:*'],
    ['https://example.com', 'x*'],
  ])('says nothing of %s: %s', (issuer, subject) => {
    expect(tooWideFor(issuer, subject)).toBeUndefined();
  });

  it('takes an issuer of one’s own for what it is said to be', () => {
    expect(tooWideFor('https://gitlab.example.com', 'project_path:*')).toBeUndefined();
    expect(tooWideFor('https://gitlab.example.com', 'project_path:*', 'gitlab')).toMatch(/projects of groups/);
    expect(tooWideFor('https://k8s.example.com', 'system:serviceaccount:*', 'kubernetes')).toMatch(/namespaces/);
    expect(tooWideFor('https://example.com', 'organization:*', 'oidc')).toBeUndefined();
  });
});

describe('the table', () => {
  it.each(issuerProfiles.map((profile) => [profile.id, profile] as const))(
    '%s: its example is not too wide',
    (_id, profile) => {
      expect(profile.tooWide(profile.subjectExample)).toBeUndefined();
    },
  );

  it('has each id once, and no form twice', () => {
    const ids = issuerProfiles.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { versions } of issuerProfiles) expect(new Set(versions).size).toBe(versions.length);
  });
});
