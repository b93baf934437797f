import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeholderAudience } from '../../../federation/names';
import { evaluateTrust } from '../../../federation/trust/evaluate';
import { pinTrust } from '../../../federation/trust/pin';
import { account, audience, document, provider, statement, subject, tenant, type Json } from '../support/cases';

/**
 * What somebody gets who follows the manual process that this product comes from, step by step: the provider with the
 * client id as its audience, and the trust policy of the role.
 */
const byHand = {
  provider: { url: `https://sts.windows.net/${tenant}`, audiences: [audience] },
  statement: {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/sts.windows.net/${tenant}` },
    Condition: { StringEquals: { [`sts.windows.net/${tenant}:aud`]: [audience] } },
  },
};

/** What the factory makes of it: the provider of the generated template, to which the client id is added, … */
const template = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', 'templates', 'oidc-factory-provider.template.json'), 'utf8'),
) as { Resources: Record<string, { Properties: { Url: string; ClientIdList: readonly string[] } }> };
const generated = Object.values(template.Resources)
  .map(({ Properties }) => Properties)
  .find(({ Url }) => Url.includes(tenant))!;
const ours = { url: generated.Url, audiences: [...generated.ClientIdList, audience] };

/** … and the trust policy that the console writes for the standing audience, bound. */
const bind = (): Json => {
  const pins = { provider, ownAudiences: [placeholderAudience], audience, subjects: [subject] };
  const result = pinTrust(document(statement()), pins);
  if (result.kind !== 'changed') throw new TypeError(`It is ${JSON.stringify(result)}.`);
  return (JSON.parse(result.document) as { Statement: readonly [Json] }).Statement[0];
};

/** Entra's issuer ends in a slash, which IAM keeps everywhere; the process by hand leaves it out. */
const withSlash = (text: string): string =>
  text.replaceAll(`${tenant}:`, `${tenant}/:`).replaceAll(`${tenant}"`, `${tenant}/"`);
const sub = `sts.windows.net/${tenant}/:sub`;

describe('the simplest role, beside the same made by hand', () => {
  it('has the same provider, but for the slash at the end of the issuer and the standing audience', () => {
    expect(ours.url).toBe(`${byHand.provider.url}/`);
    expect(ours.audiences.filter((one) => one !== placeholderAudience)).toEqual(byHand.provider.audiences);
  });

  it('has the same trust policy, but for the slash, and the subject that is pinned', () => {
    const { aud, ...others } = Object.fromEntries(
      Object.entries((bind()['Condition'] as { StringEquals: Record<string, unknown> }).StringEquals).map(
        ([key, value]) => [key === sub ? 'sub' : key.endsWith(':aud') ? 'aud' : key, value],
      ),
    );
    expect(others).toEqual({ sub: subject });
    expect({
      ...bind(),
      Condition: { StringEquals: { [`sts.windows.net/${tenant}/:aud`]: [aud] } },
    }).toEqual(JSON.parse(withSlash(JSON.stringify(byHand.statement))));
  });

  it('is the factory’s own form of what was made by hand, where that is imported', () => {
    const pins = { provider, ownAudiences: [audience], audience, subjects: [subject] };
    expect(pinTrust(document(byHand.statement), pins)).toEqual({ kind: 'changed', document: document(boundInOrder()) });
  });

  it('admits the caller as before, and no longer every application of the tenant', () => {
    const made = withSlash(document(byHand.statement));
    const admits = (trustPolicy: string, caller: string): boolean =>
      evaluateTrust(trustPolicy, {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: { kind: 'federated', arn: provider.arn },
        context: { [`sts.windows.net/${tenant}/:aud`]: [audience], [sub]: [caller] },
      }).decision === 'granted';
    expect([admits(made, subject), admits(document(bind()), subject)]).toEqual([true, true]);
    expect([admits(made, 'stranger'), admits(document(bind()), 'stranger')]).toEqual([true, false]);
  });
});

/** The bound statement with its elements in the order in which the one by hand has them. */
const boundInOrder = (): Json => {
  const { Effect, Action, Principal, Condition } = bind();
  return { Effect, Action, Principal, Condition };
};
