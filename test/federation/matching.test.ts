import type { Match, OrganizationalUnitMatch } from '../../federation/compiled-policy';
import { decidingPolicy, firstMismatch, matchesOrganizationalUnit, policyNamed } from '../../federation/matching';
import { facts, policy, role } from './support/cases';

describe('matchesOrganizationalUnit', () => {
  const below = (path: string): OrganizationalUnitMatch => ({ path, direct: false });
  const direct = (path: string): OrganizationalUnitMatch => ({ path, direct: true });
  it.each<readonly [string, readonly OrganizationalUnitMatch[], boolean]>([
    ['/Workloads', [below('/Workloads')], true],
    ['/Workloads/Prod', [below('/Workloads')], true],
    ['/Workloads/Prod/EU', [below('/Workloads')], true],
    ['/WorkloadsOther', [below('/Workloads')], false],
    ['/Other/Workloads', [below('/Workloads')], false],
    ['/workloads', [below('/Workloads')], false],
    ['/Workloads', [direct('/Workloads')], true],
    ['/Workloads/Prod', [direct('/Workloads')], false],
    ['/', [below('/')], true],
    ['/Workloads/Prod', [below('/')], true],
    ['/', [direct('/')], true],
    ['/Workloads', [direct('/')], false],
    ['/', [below('/Workloads')], false],
    ['/Workloads/Prod', [direct('/Workloads'), below('/Workloads/Prod')], true],
    ['/Workloads', [], false],
    ['/Work*ads', [below('/Workloads')], false],
    ['/Workloads', [below('/Work*ads')], false],
  ])('%s in %j: %s', (path, units, expected) => {
    expect(matchesOrganizationalUnit(path, units)).toBe(expected);
  });
});

describe('firstMismatch', () => {
  it.each<readonly [Match, string | undefined]>([
    [{}, undefined],
    [{ organizationalUnits: [{ path: '/Workloads', direct: false }] }, undefined],
    [{ organizationalUnits: [{ path: '/Workloads', direct: true }] }, 'organizationalUnits'],
    [{ accountIds: ['1', facts.id] }, undefined],
    [{ accountIds: ['1'] }, 'accounts.ids'],
    [{ accountIds: [] }, 'accounts.ids'],
    [{ accountNames: ['x', 'payments-*'] }, undefined],
    [{ accountNames: ['payments'] }, 'accounts.names'],
    [{ accountNames: [] }, 'accounts.names'],
    [{ accountTags: { stage: 'pr*' } }, undefined],
    [{ accountTags: { stage: 'prod', owner: '*' } }, 'accounts.tags'],
    [{ roleNames: ['*-deployer'] }, undefined],
    [{ roleNames: ['*-Deployer'] }, 'roles.names'],
    [{ rolePaths: ['/ci/'] }, undefined],
    [{ rolePaths: ['/'] }, 'roles.paths'],
    [{ rolePaths: ['/*/'] }, undefined],
    [{ roleTags: { team: '*' } }, undefined],
    [{ roleTags: { team: 'api' } }, 'roles.tags'],
    [{ roleTags: { Team: '*' } }, 'roles.tags'],
    [{ roleTags: { constructor: '*' } }, 'roles.tags'],
    [{ roleTags: JSON.parse('{"__proto__":"*"}') as Record<string, string> }, 'roles.tags'],
    [{ accountNames: ['x'], roleNames: ['x'] }, 'accounts.names'],
    [{ accountNames: ['*'], roleNames: ['x'] }, 'roles.names'],
    [{ except: {} }, undefined],
    [{ except: { roleNames: ['x'], rolePaths: ['/x/'], accountIds: ['1'] } }, undefined],
    [{ except: { roleNames: ['web-*'], rolePaths: ['/x/'] } }, 'except.roles.names'],
    [{ except: { rolePaths: ['/ci/'] } }, 'except.roles.paths'],
    [{ except: { roleTags: { team: 'web' } } }, 'except.roles.tags'],
    [{ except: { roleTags: { team: 'web', stage: 'prod' } } }, undefined],
    [{ except: { accountIds: [facts.id] } }, 'except.accounts.ids'],
    [{ except: { accountNames: ['payments-*'] } }, 'except.accounts.names'],
    [{ except: { accountTags: { stage: '*' } } }, 'except.accounts.tags'],
    [{ except: { organizationalUnits: [{ path: '/Workloads', direct: false }] } }, 'except.organizationalUnits'],
    [{ except: { organizationalUnits: [{ path: '/Workloads', direct: true }] } }, undefined],
    [{ within: [] }, undefined],
    [{ within: [{ accountIds: [facts.id] }, { accountTags: { stage: 'prod' } }] }, undefined],
    [{ within: [{ accountIds: [facts.id] }, { accountTags: { stage: 'test' } }] }, 'within'],
  ])('%j: %s', (match, expected) => {
    expect(firstMismatch(match, facts, role())).toBe(expected);
  });

  it('a tag without a value is matched by a wildcard and by nothing else', () => {
    const tagged = role({ tags: { team: '' } });
    expect(firstMismatch({ roleTags: { team: '*' } }, facts, tagged)).toBeUndefined();
    expect(firstMismatch({ roleTags: { team: 'web' } }, facts, tagged)).toBe('roles.tags');
  });
});

describe('decidingPolicy', () => {
  const narrow = policy({ name: 'narrow', priority: 1, match: { roleNames: ['x'] } });
  const first = policy({ name: 'first', priority: 10 });
  const second = policy({ name: 'second', priority: 20 });

  it('is the first that matches', () => {
    expect(decidingPolicy([narrow, first, second], facts, role())?.name).toBe('first');
    expect(decidingPolicy([narrow, first, second], facts, role({ name: 'x' }))?.name).toBe('narrow');
  });

  it('is none where none matches', () => {
    expect(decidingPolicy([narrow], facts, role())).toBeUndefined();
    expect(decidingPolicy([], facts, role())).toBeUndefined();
  });
});

describe('policyNamed', () => {
  const wide = policy({ name: 'a' });
  const narrow = policy({ name: 'a', match: { within: [{ accountIds: [facts.id] }] } });
  it('is the narrowest of the name that is for the account', () => {
    expect(policyNamed([narrow, wide], 'a', facts)).toBe(narrow);
    expect(policyNamed([narrow, wide], 'a', { ...facts, id: '1' })).toBe(wide);
    expect(policyNamed([narrow, wide], 'b', facts)).toBeUndefined();
    expect(policyNamed([narrow, wide], undefined, facts)).toBeUndefined();
  });
});
