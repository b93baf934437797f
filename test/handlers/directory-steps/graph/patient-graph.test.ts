import type { GraphResponse } from '../../../../federation/ports';
import { patientGraph, waitingAllowance } from '../../../../handlers/directory-steps/graph/patient-graph';
import { DirectoryWorld, applicationPlan } from '../support';

const done: GraphResponse = { status: 200, body: {} };
const later = (retryAfterSeconds?: number, status = 429): GraphResponse => ({
  status,
  body: undefined,
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});

/** A Graph that gives these answers one after the other. */
const graphThat = (...answers: GraphResponse[]) => {
  const waits: number[] = [];
  const pause = (seconds: number) => Promise.resolve(void waits.push(seconds));
  const graph = { request: () => Promise.resolve(answers.shift() ?? done) };
  return { waits, graph: patientGraph(graph, pause, waitingAllowance()) };
};
const call = { method: 'GET', path: '/applications' } as const;

it.each([429, 503, 504])('waits as an answer of %i asks, and repeats the call', async (status) => {
  const { graph, waits } = graphThat(later(7, status), later(3, status));
  expect(await graph.request(call)).toBe(done);
  expect(waits).toEqual([7, 3]);
});

it.each([
  ['asks for more than a function may wait', later(26)],
  ['does not say how long', later()],
  ['is another refusal', later(1, 403)],
  ['is another error', later(1, 500)],
])('hands on an answer at once that %s', async (_what, answer) => {
  const { graph, waits } = graphThat(answer);
  expect(await graph.request(call)).toBe(answer);
  expect(waits).toEqual([]);
});

it('waits no more than 25 seconds in all', async () => {
  const { graph, waits } = graphThat(later(20), done, later(5), done, later(1));
  expect(await graph.request(call)).toBe(done);
  expect(await graph.request(call)).toBe(done);
  expect(await graph.request(call)).toEqual(later(1));
  expect(waits).toEqual([20, 5]);
});

it('does not repeat for ever a call whose answer asks for no wait at all', async () => {
  const { graph, waits } = graphThat(...Array.from({ length: 100 }, () => later(0)));
  expect(await graph.request(call)).toEqual(later(0));
  expect(waits).toHaveLength(25);
});

describe('the steps', () => {
  const here = new DirectoryWorld();

  it('wait within one invocation as Graph asks, and then do their work', async () => {
    const plan = applicationPlan(here.freshName());
    const waits: number[] = [];
    let times = 0;
    const intercept = () => ((times += 1) <= 2 ? later(12) : undefined);
    expect(await here.register(plan, { waits, intercept })).toMatchObject({ registration: 'created' });
    expect(waits).toEqual([12, 12]);
  });

  it.each([
    [429, 'Throttled'],
    [503, 'Unavailable'],
    [504, 'Unavailable'],
  ])('leave it to the workflow to wait longer: %i is %s', async (status, code) => {
    const waits: number[] = [];
    const registered = here.register(applicationPlan(here.freshName()), {
      waits,
      intercept: () => later(10, status),
    });
    await expect(registered).rejects.toMatchObject({ name: code });
    expect(waits).toEqual([10, 10]);
  });

  it('may wait anew in each invocation', async () => {
    const waits: number[] = [];
    const handle = here.start({ waits, intercept: () => later(20) });
    const inputs = { identityProvider: 'entra-prod', uniqueName: 'aws-444444444444-web' };
    const event = { trigger: 'role-revoked', account: '444444444444', roleName: 'web', id: 'e' };
    const request = {
      step: 'entra.disableCaller',
      execution: 'e',
      event: { ...event, time: '2027-01-04T08:00:00Z' },
      inputs,
    };
    await expect(handle(request)).rejects.toMatchObject({ name: 'Throttled' });
    await expect(handle(request)).rejects.toMatchObject({ name: 'Throttled' });
    expect(waits).toEqual([20, 20]);
  });
});
