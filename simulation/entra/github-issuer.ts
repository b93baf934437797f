import type { VirtualClock } from '../clock';
import type { IssuerRegistry } from '../issuers';
import { LocalIssuer } from '../issuers';
import { tokenExchangeAudience } from './clouds';

/** The issuer of GitHub Actions' tokens. */
export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** How long a job's token is valid, in seconds. */
const jobTokenSeconds = 300;

/** An outside issuer that looks like GitHub Actions'. */
export class GitHubIssuer {
  readonly #issuer: LocalIssuer;

  constructor(clock: VirtualClock, issuers: IssuerRegistry) {
    this.#issuer = new LocalIssuer(githubIssuer, clock);
    issuers.register(githubIssuer, this.#issuer);
  }

  /**
   * The token of a job, made out for Entra. The other claims follow from the subject, as far as it says them.
   * @param job its subject, such as `repo:acme/payments:environment:prod`; another audience and lifetime for tests.
   */
  jobToken(job: {
    readonly subject: string;
    readonly audience?: string;
    readonly ttlSeconds?: number;
  }): Promise<string> {
    const claims = { sub: job.subject, aud: job.audience ?? tokenExchangeAudience, ...claimsOf(job.subject) };
    return this.#issuer.sign(claims, job.ttlSeconds ?? jobTokenSeconds);
  }
}

/** Repositories may carry ids that never change: `acme@12/payments@345`. */
const claimsOf = (subject: string): Readonly<Record<string, string>> => {
  const match = /^repo:([^/:@]+)(?:@(\d+))?\/([^/:@]+)(?:@(\d+))?(?::(.+))?$/.exec(subject);
  if (match === null) return {};
  const [, owner = '', ownerId, name = '', repositoryId, context = ''] = match;
  const environment = /(?:^|:)environment:([^:]+)/.exec(context)?.[1];
  const ref = /(?:^|:)ref:([^:]+)/.exec(context)?.[1];
  return {
    repository: `${owner}/${name}`,
    repository_owner: owner,
    ...(repositoryId === undefined ? {} : { repository_id: repositoryId }),
    ...(ownerId === undefined ? {} : { repository_owner_id: ownerId }),
    ...(environment === undefined ? {} : { environment }),
    ...(ref === undefined ? {} : { ref, ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch' }),
    event_name: context === 'pull_request' ? 'pull_request' : 'push',
    runner_environment: 'github-hosted',
  };
};
