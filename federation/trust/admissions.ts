import { concernsAction, namesEverybody } from './evaluate';
import type { Comparison, TrustPolicy, TrustStatement } from './document';
import { parseOperatorName } from './operators';
import { wildcardMatcher } from './wildcard';

/** A text that a claim is compared with. */
export interface ClaimText {
  readonly text: string;
  /** Whether `*` and `?` in it are wildcards of IAM. */
  readonly isPattern: boolean;
  /** Whether upper and lower case are the same in it; absent where they are not. */
  readonly ignoresCase?: true;
}

/** Whom one Allow statement of a trust policy admits with a web identity token, through one issuer. */
export interface Admission {
  /** Counts from 0. */
  readonly statement: number;
  /** The issuer without its scheme, as the principal's ARN has it; `*` where every provider is meant. */
  readonly issuer: string;
  /** What `aud` must be one of; undefined where nothing is asked of it. */
  readonly audiences: readonly ClaimText[] | undefined;
  /** What `sub` must be one of; undefined where nothing is asked of it. */
  readonly subjects: readonly ClaimText[] | undefined;
  /** The other conditions, which narrow it further, each as a sentence; Deny statements among them. */
  readonly further: readonly string[];
}

/** The action that a web identity token is used for. */
export const webIdentityAction = 'sts:AssumeRoleWithWebIdentity';

/**
 * Whom a trust policy admits with web identity tokens. What is said is never less than what IAM admits: a condition that
 * is not understood, or that a policy variable decides, is told and does not narrow anything here. A statement whose condition asks for a claim of another
 * issuer than its principal's admits nobody and is left out.
 */
export const admissionsOf = ({ statements }: TrustPolicy): readonly Admission[] => {
  const denials = statements.flatMap((statement, index) =>
    statement.effect === 'Deny' && concernsAction(statement, webIdentityAction)
      ? [`Statement ${index} denies some of it.`]
      : [],
  );
  return statements.flatMap((statement, index) =>
    statement.effect === 'Allow' && concernsAction(statement, webIdentityAction)
      ? issuersOf(statement).flatMap((issuer) => admissionThrough(statement, index, issuer, denials))
      : [],
  );
};

/** The issuers that a statement's principals are, without their scheme; `*` is every one. SAML providers are none. */
export const issuersOf = ({ principals, notPrincipal }: TrustStatement): readonly string[] => {
  if (notPrincipal || namesEverybody(principals)) return ['*'];
  const issuers = (principals['Federated'] ?? []).filter((name) => !name.includes(':saml-provider/')).map(issuerOf);
  return issuers.length < 2 ? issuers : [...new Set(issuers)];
};

const issuerOf = (principal: string): string => {
  const at = principal.startsWith('arn:') ? principal.indexOf(providerPrefix) : -1;
  return at < 0 ? principal : principal.slice(at + providerPrefix.length);
};

const providerPrefix = ':oidc-provider/';

const admissionThrough = (
  statement: TrustStatement,
  index: number,
  issuer: string,
  denials: readonly string[],
): readonly Admission[] => {
  const comparisons = statement.comparisons.map(comparisonOf);
  // Where every provider is meant, a token has the claims of its own issuer only.
  const meant = issuer === '*' ? (comparisons.find(({ narrows }) => narrows)?.issuer ?? '*') : issuer.toLowerCase();
  const own = comparisons.filter((each) => each.claim !== undefined && each.issuer === meant);
  const isNobody = comparisons.some((each) => each.narrows && each.issuer !== meant);
  if (isNobody) return [];
  const rest = comparisons.filter((each) => each.claim === undefined || (each.issuer === meant && !each.narrows));
  const [audiences, subjects] = [narrowest(own, 'aud'), narrowest(own, 'sub')];
  return [
    {
      statement: index,
      issuer: issuer === '*' ? meant : issuer,
      audiences: audiences.texts,
      subjects: subjects.texts,
      further: [
        ...audiences.further,
        ...subjects.further,
        ...rest.map(({ written }) => sentenceOf(written)),
        ...denials,
      ],
    },
  ];
};

/** What a comparison asks of a token's claims. */
interface ClaimComparison {
  /** `aud` or `sub` where it is of a token's claim; the key's issuer stands beside it, in lower case. */
  readonly claim: 'aud' | 'sub' | undefined;
  readonly issuer: string;
  /** Whether the claim must be there and be one of the texts. */
  readonly narrows: boolean;
  readonly texts: readonly ClaimText[];
  readonly written: Comparison;
}

/** A comparison as a sentence. */
const sentenceOf = ({ operator, key, values }: Comparison): string => `${operator} ${key} ${values.join(' or ')}`;

const comparisonOf = (written: Comparison): ClaimComparison => {
  const { operator, key, values } = written;
  const at = key.lastIndexOf(':');
  const [issuer, name] = [key.slice(0, at).toLowerCase(), key.slice(at + 1).toLowerCase()];
  const claim = issuer !== 'aws' && issuer !== 'sts' && (name === 'aud' || name === 'sub') ? name : undefined;
  const { base, set, ifExists } = parseOperatorName(operator);
  const isLike = base === 'stringlike' || base === 'arnlike' || base === 'arnequals';
  const comparesText = base === 'stringequals' || base === 'stringlike' || base === 'stringequalsignorecase';
  return {
    claim,
    issuer,
    // A variable can stand for the very claim that it is compared with.
    narrows:
      claim !== undefined &&
      comparesText &&
      set !== 'all' &&
      !ifExists &&
      !values.some((value) => value.includes('${')),
    texts: values.map((text) => ({
      text,
      isPattern: isLike && /[*?]/.test(text),
      ...(base === 'stringequalsignorecase' && { ignoresCase: true as const }),
    })),
    written,
  };
};

const nothing = { texts: undefined, further: [] } as const;

/** What a claim must be one of by all comparisons together; what cannot be brought together is told beside it. */
const narrowest = (
  comparisons: readonly ClaimComparison[],
  claim: 'aud' | 'sub',
): { readonly texts: readonly ClaimText[] | undefined; readonly further: readonly string[] } => {
  const [first, ...others] = comparisons.filter((each) => each.narrows && each.claim === claim);
  if (first === undefined) return nothing;
  return others.reduce<{ readonly texts: readonly ClaimText[]; readonly further: readonly string[] }>(
    ({ texts, further }, other) => {
      const both = [
        ...texts.filter((text) => other.texts.some((wider) => coversText(wider, text) || mayOverlap(wider, text))),
        ...other.texts.filter((text) => texts.some((wider) => coversText(wider, text) && !coversText(text, wider))),
      ];
      return both.length > 0 ? { texts: both, further } : { texts, further: [...further, sentenceOf(other.written)] };
    },
    { texts: first.texts, further: [] },
  );
};

/** Whether every value that the one text stands for is also one of the other's, as far as that can be told. */
export const coversText = (wider: ClaimText, text: ClaimText): boolean => {
  if (wider.ignoresCase) return !text.isPattern && wider.text.toLowerCase() === text.text.toLowerCase();
  if (text.ignoresCase) return wider.isPattern && /^\*+$/.test(wider.text);
  if (wider.text === text.text) return wider.isPattern || !text.isPattern;
  if (!wider.isPattern) return false;
  if (!text.isPattern) return wildcardMatcher(wider.text, { ignoreCase: false })(text.text);
  // A pattern within one that ends in its only wildcard: what stands before that must be there letter by letter.
  const [start = '', ...rest] = wider.text.split('*');
  return rest.length === 1 && rest[0] === '' && !start.includes('?') && text.text.startsWith(start);
};

/** Whether some value may be one of both texts, though neither covers the other. */
const mayOverlap = (one: ClaimText, other: ClaimText): boolean => {
  if (isOneValue(one) || isOneValue(other) || coversText(one, other) || coversText(other, one)) return false;
  const [start, otherStart] = [literalStart(one), literalStart(other)];
  return start.startsWith(otherStart) || otherStart.startsWith(start);
};

const isOneValue = ({ isPattern, ignoresCase }: ClaimText): boolean => !isPattern && !ignoresCase;

/** What a value must begin with, in lower case. */
const literalStart = ({ text, isPattern }: ClaimText): string =>
  (isPattern ? text.slice(0, text.search(/[*?]/)) : text).toLowerCase();

/** Whom an admission is of, for people. */
export const describeAdmission = ({ issuer, audiences, subjects, further }: Admission): string => {
  const some = (texts: readonly ClaimText[] | undefined, any: string): string =>
    texts === undefined ? any : texts.map(({ text }) => text).join(' or ');
  const tokens = issuer === '*' ? 'tokens of any provider' : `tokens of ${issuer}`;
  const narrowed = further.length === 0 ? '' : `, if ${further.join(', ')}`;
  return `${tokens} for ${some(audiences, 'any audience')}, subject ${some(subjects, 'any')}${narrowed}`;
};
