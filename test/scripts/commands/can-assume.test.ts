import { UnsecuredJWT } from 'jose';
import { canAssume, type CanAssumeOptions } from '../../../scripts/commands/can-assume';
import { recordingTerminal, command } from '../support';

const issuer = 'sts.windows.net/8a7b6c5d-0000-4000-8000-1234567890ab/';
const claims = { iss: `https://${issuer}`, aud: 'api', sub: 'caller', exp: 1_800_000_000 };
const policy = (sub: string) => ({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::444444444444:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: 'api', [`${issuer}:sub`]: sub } },
  },
});
const roleArn = 'arn:aws:iam::444444444444:role/ci/web-deployer';

const ask = async (
  files: Readonly<Record<string, string>>,
  options: Partial<CanAssumeOptions> = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
  const terminal = recordingTerminal();
  const ports = {
    read: (file: string): Promise<string> => {
      const text = files[file];
      return text === undefined
        ? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
        : Promise.resolve(text);
    },
    now: () => new Date('2027-01-04T08:00:00Z'),
  };
  const given = {
    config: 'config',
    token: '-',
    roleArn,
    trust: 'trust.json',
    output: 'text',
    detailedExitcode: false,
    ...options,
  } as const;
  return { code: await canAssume(given, ports, terminal), ...terminal.said() };
};

const good = { '-': JSON.stringify(claims), 'trust.json': JSON.stringify(policy('caller')) };
const bad = { ...good, 'trust.json': JSON.stringify(policy('another')) };

describe('can-assume', () => {
  it.each<[string, string]>([
    ['claims', JSON.stringify(claims)],
    ['a token', `${new UnsecuredJWT(claims).encode()}\n`],
  ])('takes %s from standard input', async (_what, token) => {
    const { code, out, err } = await ask({ ...good, '-': token });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^granted: the trust policy of .*web-deployer admits the token/);
    expect(out).toContain('statement  1 of 1');
  });

  it('takes what `aws iam get-role` answers', async () => {
    const answered = { Role: { RoleName: 'web-deployer', AssumeRolePolicyDocument: policy('caller') } };
    expect((await ask({ ...good, 'trust.json': JSON.stringify(answered) })).out).toMatch(/^granted/);
  });

  it('says which condition decides, and the usual cause', async () => {
    const { code, out } = await ask(bad);
    expect(code).toBe(0);
    expect(out).toMatch(/^denied: /);
    expect(out).toContain(`condition  StringEquals ${issuer}:sub wants another; the request has caller.`);
    expect(out).toMatch(/cause {6}The token is about somebody else/);
  });

  it('shows what a terminal would obey, be it of the token or of the trust policy', async () => {
    const hostile = '\u001b[2Jgranted\u202e';
    const token = JSON.stringify({ ...claims, sub: hostile });
    const { out } = await ask({ '-': token, 'trust.json': JSON.stringify(policy(`${hostile}x`)) });
    expect(out).toContain('subject    U+001B[2JgrantedU+202E');
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
  });

  it('admits tokens of an issuer that STS knows by itself', async () => {
    const host = 'cognito-identity.amazonaws.com';
    const trust = {
      ...policy('caller'),
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: host },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${host}:aud`]: 'api' } },
      },
    };
    const token = JSON.stringify({ ...claims, iss: `https://${host}` });
    expect((await ask({ '-': token, 'trust.json': JSON.stringify(trust) })).out).toMatch(/^granted/);
  });

  it('says so where a Deny holds', async () => {
    const allow = policy('caller').Statement;
    const both = { Version: '2012-10-17', Statement: [allow, { ...allow, Effect: 'Deny' }] };
    const { out } = await ask({ ...good, 'trust.json': JSON.stringify(both) });
    expect(out).toMatch(/^denied: .* A statement denies it\./);
    expect(out).toContain('statement  2 of 2');
    expect(out).not.toContain('cause');
  });

  it('ends with 2 over a refusal where it is asked to', async () => {
    expect((await ask(bad, { detailedExitcode: true })).code).toBe(2);
    expect((await ask(good, { detailedExitcode: true })).code).toBe(0);
  });

  it('answers machines with the condition and what it did not look at', async () => {
    const { out } = await ask(bad, { output: 'json' });
    expect(JSON.parse(out)).toMatchObject({
      roleArn,
      decision: 'denied',
      check: 'trust',
      statement: 0,
      condition: { key: `${issuer}:sub`, wanted: ['another'], got: ['caller'] },
      cause: { id: 'wrong-subject' },
      unchecked: ['signature', 'provider-audiences', 'service-control-policies'],
    });
  });

  it.each<[string, Readonly<Record<string, string>>, Partial<CanAssumeOptions>, RegExp]>([
    ['a file that is not there', good, { trust: 'nowhere.json' }, /`nowhere\.json` cannot be read \(ENOENT\)/],
    ['standard input for both', good, { trust: '-' }, /Only one of token and trust policy/],
    ['the ARN of a user', good, { roleArn: 'arn:aws:iam::444444444444:user/x' }, /is not the ARN of a role/],
    ['an unknown partition', good, { roleArn: 'arn:moon:iam::444444444444:role/x' }, /is not the ARN of a role/],
    ['a text that is no token', { ...good, '-': 'secret-of-somebody' }, {}, /neither a JSON Web Token/],
    ['broken JSON', { ...good, '-': '{' }, {}, /neither a JSON Web Token/],
    ['claims without a subject', { ...good, '-': '{"iss":"https://x","aud":"y"}' }, {}, /needs the claims `iss`/],
    ['an issuer over http', { ...good, '-': '{"iss":"http://x","aud":"y","sub":"z"}' }, {}, /needs the claims `iss`/],
    [
      'a trust policy that is none',
      { ...good, 'trust.json': '{"Statement":[{"Efect":"Allow"}]}' },
      {},
      /no trust policy/,
    ],
  ])('refuses %s with 1, and never repeats the token', async (_what, files, options, said) => {
    const { code, out, err } = await ask(files, options);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(said);
    expect(err).not.toContain('secret-of-somebody');
    const json = await ask(files, { ...options, output: 'json' });
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: expect.stringMatching(/^invalid-/) as string } });
  });

  it('is a command', async () => {
    const { code, err } = await command(
      'can-assume',
      '--token',
      'nowhere',
      '--role-arn',
      roleArn,
      '--trust',
      'nowhere',
    );
    expect(code).toBe(1);
    expect(err).toMatch(/`nowhere` cannot be read/);
  });
});
