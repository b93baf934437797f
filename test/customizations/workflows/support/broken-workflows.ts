/** A broken workflow. Each `▸` in its steps stands right before the place of one diagnostic of `found`, in order. */
export interface BrokenWorkflow {
  readonly name: string;
  readonly steps: readonly string[];
  readonly rest?: readonly string[];
  readonly on?: string;
  /** Which steps there are; the trial catalogue unless given. */
  readonly catalogue?: 'real';
  readonly found: readonly (readonly [code: string, message: RegExp])[];
}

const look = '- { id: look, uses: trial.look }';

export const brokenWorkflows: readonly BrokenWorkflow[] = [
  {
    name: 'an unknown step, once, although others need what it would offer',
    catalogue: 'real',
    steps: [
      '- { id: inspect, uses: role.inspect }',
      '- { id: register, ▸uses: entra.registerAplication, ▸retry: replicaton }',
      '- { id: bind, uses: role.bindTrust, when: register.registration != created }',
    ],
    found: [
      ['unknown-step', /Did you mean `entra.registerApplication`/],
      ['unknown-retry-class', /Did you mean `replication`/],
    ],
  },
  {
    name: 'what goes over accounts in the bucket, in the wrong places',
    steps: [
      '- { id: look, uses: trial.look }',
      '- { id: list, uses: trial.list }',
      '- { id: one, ▸forEach: list.callers, steps: [{ id: a, uses: trial.plain }] }',
      '- { id: two, forEach: list.accounts, steps: [{ id: b, uses: trial.take, with: { ▸part: item } }] }',
      '- { id: three, parallel: [[{ id: c, ▸forEach: list.accounts, steps: [{ id: d, uses: trial.plain }] }]] }',
      '- { id: four, forEach: look.parts, ▸concurrency: 41, ▸toleratedFailures: 5%, steps: [{ id: e, uses: trial.plain }] }',
      '- { id: five, uses: trial.gather, with: { ▸results: list.accounts } }',
      '- { id: six, ▸when: list.accounts == x, uses: trial.plain, ▸toleratedFailures: 5% }',
    ],
    found: [
      ['wrong-value', /is callers in the bucket, and no list/],
      ['unknown-output', /`item` exists inside `forEach` only/],
      ['wrong-step', /cannot stand within another step/],
      ['wrong-value', /At most 40/],
      ['wrong-step', /goes with a list of accounts in the bucket only/],
      ['wrong-value', /`list.accounts` is accounts in the bucket, and results in the bucket is wanted/],
      ['wrong-condition', /cannot be compared/],
      ['wrong-step', /`toleratedFailures` goes with `forEach` only/],
    ],
  },
  {
    name: 'several retry classes, of which one is none and one is for nothing',
    steps: ['- { id: move, uses: trial.move, retry: [concurrent-modification, ▸lock, ▸patience] }'],
    found: [
      ['wrong-step', /`lock` retries Locked/],
      ['unknown-retry-class', /`patience`/],
    ],
  },
  {
    name: 'names that objects have by themselves',
    steps: [
      '- { id: one, ▸uses: to.string }',
      '- { id: toString, uses: trial.plain }',
      '- { id: two, uses: trial.take, with: { ▸part: toString.constructor } }',
      '- { id: three, uses: trial.plain, with: { ▸valueOf: toString.constructor }, ▸retry: valueOf }',
    ],
    found: [
      ['unknown-step', /There is no step `to.string`/],
      ['unknown-output', /`toString` has no outputs/],
      ['unknown-input', /has no inputs/],
      ['unknown-retry-class', /`valueOf`/],
    ],
  },
  {
    name: 'a retry class that never applies to its step',
    steps: ['- { id: look, uses: trial.look, ▸retry: replication }'],
    found: [['wrong-step', /never fails that way; use throttling, or take/]],
  },
  {
    name: 'inputs that nothing offers, an input that the step does not have, an output that nobody has',
    steps: [look, '- { id: join, ▸uses: trial.join, with: { ▸left: look.nmae, ▸middle: look.name } }'],
    found: [
      ['missing-input', /Nothing offers the input `right` of `trial.join`/],
      ['unknown-output', /it has colour, .*Did you mean `name`/],
      ['unknown-input', /it has left, right/],
    ],
  },
  {
    name: 'references of a wrong shape',
    steps: [look, '- { id: join, uses: trial.join, with: { ▸left: look, ▸right: $.event.account } }'],
    found: [
      ['unknown-output', /`look` is no reference; write `<step id>.<output>`/],
      ['unknown-output', /`\$.event.account` is no reference/],
    ],
  },
  {
    name: 'kinds that do not fit, found by name and given',
    steps: [
      look,
      '- { id: paint, ▸uses: trial.paint }',
      '- { id: measure, uses: trial.measure, with: { ▸size: look.name } }',
      '- { id: retire, uses: trial.retire, with: { ▸retirement: look.plan } }',
      '- { id: take, uses: trial.take, with: { ▸part: look.parts } }',
      '- { id: takeSize, uses: trial.take, with: { ▸part: look.size } }',
    ],
    found: [
      ['wrong-value', /`look.colour` is one of red, green, blue, and one of red, green is wanted/],
      ['wrong-value', /`look.name` is text, and a number is wanted/],
      ['wrong-value', /`look.plan` is CallerPlan, and Retirement is wanted/],
      ['wrong-value', /is a list, and text is wanted/],
      ['wrong-value', /is a number, and text is wanted/],
    ],
  },
  {
    name: 'outputs of steps that have not run, may not have run, or ran elsewhere',
    steps: [
      '- { id: first, uses: trial.take, with: { ▸part: late.left } }',
      look,
      '- { id: maybe, uses: trial.left, when: look.colour == red }',
      '- { id: second, uses: trial.take, with: { ▸part: maybe.left } }',
      '- id: both',
      '  parallel:',
      '    - [{ id: l, uses: trial.left }, { id: m, uses: trial.left, when: look.colour == red }]',
      '    - [{ id: r, uses: trial.take, with: { ▸part: l.left } }]',
      '- { id: third, uses: trial.take, with: { ▸part: m.left } }',
      '- { id: fourth, uses: trial.take, with: { ▸part: both.left } }',
      '- id: each',
      '  forEach: look.parts',
      '  steps: [{ id: inner, uses: trial.left }]',
      '- { id: fifth, uses: trial.take, with: { ▸part: inner.left } }',
      '- { id: sixth, uses: trial.take, with: { ▸part: item } }',
      '- { id: late, uses: trial.left }',
      '- { id: seventh, uses: trial.take, with: { ▸part: nobody.left } }',
    ],
    found: [
      ['unknown-output', /`late` has not run yet/],
      ['unknown-output', /stands behind the `when` of `maybe` and may not have run/],
      ['unknown-output', /`l` has not run yet/],
      ['unknown-output', /stands behind the `when` of `m`/],
      ['unknown-output', /has branches, and no outputs of its own/],
      ['unknown-output', /runs once for each item of `each`/],
      ['unknown-output', /`item` exists inside `forEach` only/],
      ['unknown-output', /No step is called `nobody`/],
    ],
  },
  {
    name: 'an input whose only source may not have run',
    steps: [
      look,
      '- { id: l, uses: trial.left, when: look.colour == red }',
      '- { id: r, uses: trial.right }',
      '- { id: join, ▸uses: trial.join }',
    ],
    found: [['missing-input', /`left`/]],
  },
  {
    name: 'a group behind a condition, whose steps may not have run',
    steps: [
      look,
      '- { id: both, when: look.size == 2, parallel: [[{ id: l, uses: trial.left }]] }',
      '- { id: take, uses: trial.take, with: { ▸part: l.left } }',
    ],
    found: [['unknown-output', /stands behind the `when` of `both`/]],
  },
  {
    name: 'conditions that cannot be read',
    steps: [
      look,
      '- { id: a, uses: trial.plain, ▸when: look.colour = red }',
      '- { id: b, uses: trial.plain, ▸when: look.colour == }',
      '- { id: c, uses: trial.plain, ▸when: (look.colour == red }',
      '- { id: d, uses: trial.plain, ▸when: look.colour == red blue }',
      '- { id: e, uses: trial.plain, ▸when: and }',
      "- { id: f, uses: trial.plain, ▸when: 'look.name == \"x' }",
      '- { id: g, uses: trial.plain, ▸when: look.colour "==" red }',
      '- { id: h, uses: trial.plain, ▸when: look.size == 99999999999999999999 }',
      '- { id: i, uses: trial.plain, ▸when: look.colour == or }',
      '- { id: j, uses: trial.plain, ▸when: "   " }',
      '- { id: k, uses: trial.plain, ▸when: look.colour == red) }',
      '- { id: l, uses: trial.plain, ▸when: () }',
      '- { id: m, uses: trial.plain, ▸when: red == look.colour }',
    ],
    found: [
      ['wrong-condition', /`=` at character 13 is not understood/],
      ['wrong-condition', /a value is missing at its end/],
      ['wrong-condition', /`and`, `or` or `\)` is missing at its end/],
      ['wrong-condition', /`and`, `or` or the end is expected at character 20, not `blue`/],
      ['wrong-condition', /an output, as in `inspect.verdict`, is expected at character 1, not `and`/],
      ['wrong-condition', /the text that begins at character 14 has no closing "/],
      ['wrong-condition', /`==` or `!=` is expected at character 13/],
      ['wrong-condition', /the number at character 14 is too large/],
      ['wrong-condition', /a value is expected at character 16, not `or`/],
      ['wrong-condition', /an output.* is missing at its end/],
      ['wrong-condition', /`and`, `or` or the end is expected at character 19, not `\)`/],
      ['wrong-condition', /an output.* is expected at character 2, not `\)`/],
      ['unknown-output', /`red` is no reference/],
    ],
  },
  {
    name: 'conditions on values that an output never has',
    steps: [
      look,
      '- { id: a, uses: trial.plain, ▸when: look.colour != Red }',
      '- { id: b, uses: trial.plain, ▸when: look.colour == 1 }',
      '- { id: c, uses: trial.plain, ▸when: look.name == 7 }',
      '- { id: d, uses: trial.plain, ▸when: look.size == big }',
      '- { id: e, uses: trial.plain, ▸when: look.parts == x }',
      '- { id: f, uses: trial.plain, ▸when: look.plan == x }',
      '- { id: g, uses: trial.plain, ▸▸when: look.colour == pink or look.size == red and look.size == 3 }',
      '- { id: h, uses: trial.plain, ▸when: look.weight == 3 or look.weight == 4 }',
      '- { id: each, forEach: look.parts, steps: [{ id: i, uses: trial.plain, ▸when: item == x }] }',
    ],
    found: [
      ['wrong-condition', /`look.colour` is never `Red`; it is one of red, green, blue/],
      ['wrong-condition', /is never `1`/],
      ['wrong-condition', /quote the value: `'7'`/],
      ['wrong-condition', /`look.size` is a number/],
      ['wrong-condition', /is a list and cannot be compared/],
      ['wrong-condition', /is CallerPlan and cannot be compared/],
      ['wrong-condition', /`look.colour` is never `pink`/],
      ['wrong-condition', /`look.size` is a number/],
      ['unknown-output', /has no output `weight`/],
      ['wrong-condition', /`item` cannot be compared/],
    ],
  },
  {
    name: 'a condition on its own step, and on a later one',
    steps: [
      '- { id: a, uses: trial.look, ▸when: a.colour == red }',
      '- { id: b, uses: trial.plain, ▸when: c.name == x }',
      '- { id: c, uses: trial.look }',
    ],
    found: [
      ['unknown-output', /`a` has not run yet/],
      ['unknown-output', /`c` has not run yet/],
    ],
  },
  {
    name: 'steps that do nothing, or several things, or have keys that do not go with what they do',
    steps: [
      look,
      '- ▸{ id: nothing, when: look.size == 1 }',
      '- { id: two, uses: trial.plain, ▸end: true }',
      '- { id: three, ▸parallel: [[{ id: a, uses: trial.plain }]], uses: trial.plain }',
      '- { id: list, ▸forEach: look.parts }',
      '- { id: steps, uses: trial.plain, ▸steps: [{ id: b, uses: trial.plain }] }',
      '- { id: pace, uses: trial.plain, ▸concurrency: 3 }',
      '- { id: four, parallel: [[{ id: c, uses: trial.plain }]], ▸retry: throttling, ▸timeout: 5s, ▸with: {} }',
      '- { id: stop, when: look.size == 1, end: true, ▸timeout: 5s }',
    ],
    found: [
      ['wrong-step', /`nothing` does nothing; give it one of/],
      ['wrong-step', /`two` has both `uses` and `end`/],
      ['wrong-step', /`three` has both `uses` and `parallel`/],
      ['wrong-step', /add `steps`/],
      ['wrong-step', /`steps` goes with `forEach` only/],
      ['wrong-step', /`concurrency` goes with `forEach` only/],
      ['wrong-step', /`retry` goes with `uses` only/],
      ['wrong-step', /`timeout` goes with/],
      ['wrong-step', /`with` goes with/],
      ['wrong-step', /`timeout` goes with `uses` only, and `stop` has `end`/],
    ],
  },
  {
    name: 'ids used twice, wherever they stand, and the word for an item as an id',
    steps: [
      look,
      '- { ▸id: look, uses: trial.plain }',
      '- { id: both, parallel: [[{ id: a, uses: trial.plain }], [{ ▸id: a, uses: trial.plain }]] }',
      '- { id: each, forEach: look.parts, steps: [{ ▸id: both, uses: trial.plain }, { ▸id: item, uses: trial.plain }] }',
    ],
    found: [
      ['duplicate-name', /Another step is called `look` already/],
      ['duplicate-name', /`a`/],
      ['duplicate-name', /`both`/],
      ['wrong-step', /`item` is what `forEach` calls/],
    ],
  },
  {
    name: 'ends where they end nothing, or everything',
    steps: [
      look,
      '- { id: both, parallel: [[{ id: a, when: look.size == 1, ▸end: true }]] }',
      '- { id: each, forEach: look.parts, steps: [{ id: b, ▸end: true }] }',
      '- { id: stop, ▸end: true }',
      '- { id: never, uses: trial.plain }',
    ],
    found: [
      ['wrong-step', /would end its branch or iteration/],
      ['wrong-step', /would end its branch or iteration/],
      ['wrong-step', /Nothing behind `stop` is ever reached/],
    ],
  },
  {
    name: 'a forEach over what is no list, and what is wrong in it',
    steps: [
      look,
      '- { id: each, ▸forEach: look.name, steps: [{ id: a, uses: trial.plain }] }',
      '- { id: more, ▸forEach: parts, steps: [{ id: b, ▸uses: trial.plian }] }',
    ],
    found: [
      ['wrong-value', /`look.name` is text, and a list is wanted/],
      ['unknown-output', /`parts` is no reference/],
      ['unknown-step', /Did you mean `trial.plain`/],
    ],
  },
  {
    name: 'steps about something else than the triggers',
    catalogue: 'real',
    on: 'role-created, account-vended',
    steps: ['- { id: inspect, ▸uses: account.inspect }', '- { id: role, ▸uses: role.inspect }'],
    found: [
      ['wrong-step', /works on an account.*where no trigger in `on` begins with `role-`/],
      ['wrong-step', /works on a role.*where every trigger in `on` begins with `role-`/],
    ],
  },
  {
    name: 'an onFailure that does not exist, beside other mistakes',
    steps: ['- { id: a, ▸uses: trial.plian }'],
    rest: ['onFailure: { ▸uses: trial.reprot }'],
    found: [
      ['unknown-step', /trial.plain/],
      ['unknown-step', /there is trial.report\. Did you mean `trial.report`/],
    ],
  },
  {
    name: 'an onFailure that is no report',
    steps: [look],
    rest: ['onFailure: { ▸uses: trial.look }'],
    found: [['wrong-step', /use trial.report/]],
  },
  {
    name: 'an onFailure that needs what no failed workflow can give',
    steps: [look],
    rest: ['onFailure: { ▸uses: trial.anywhere }'],
    found: [['wrong-step', /use trial.report\.$/]],
  },
  {
    name: 'timeouts beyond what there is',
    steps: ['- { id: a, uses: trial.plain, ▸timeout: 2m }', '- { id: b, uses: trial.plain, timeout: 60s }'],
    rest: ['▸timeout: 31m'],
    found: [
      ['wrong-value', /write 60s or less/],
      ['wrong-value', /write 30m or less/],
    ],
  },
];
