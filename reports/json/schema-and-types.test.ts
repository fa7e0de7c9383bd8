import { expect } from 'chai';
import type { Capability, Component } from '../../harness/cluster.ts';
import type * as model from '../../harness/report.ts';
import type { Finding, Verdict, VerdictKind } from '../../harness/verdict.ts';
import schema from './report.schema.json' with { type: 'json' };
import {
  bases,
  explanations,
  kindsOfNodes,
  optional,
  type Presence,
  placements,
  required,
} from './testing/presence.ts';

type Of<K extends VerdictKind> = Presence<Extract<Verdict, { kind: K }>>;
type Report = model.ConformanceReport;

const report: Presence<Report> = {
  apiVersion: required,
  kind: required,
  run: required,
  clusters: required,
  summary: required,
  scenarios: required,
  lifecycle: required,
};
const run: Presence<Report['run']> = {
  id: required,
  version: required,
  command: required,
  startedAt: required,
  seconds: required,
  state: required,
  shard: optional,
};
const cluster: Presence<model.ClusterReport> = {
  id: required,
  name: required,
  topology: optional,
  kubernetes: required,
  components: required,
  capabilities: required,
  pace: required,
  images: optional,
};
const component: Presence<Component> = { name: required, version: required, simulated: required };
const summary: Presence<Report['summary']> = {
  total: required,
  passed: required,
  drifted: required,
  failed: required,
  skipped: required,
  errored: required,
  flaky: optional,
};
const attempt: Presence<model.Attempt> = { startedAt: required, seconds: required, verdict: required };
const lifecycle: Presence<model.LifecycleReport> = {
  id: required,
  title: required,
  cluster: required,
  seconds: required,
  error: optional,
};
const scenario: Presence<model.ScenarioReport> = {
  id: required,
  suite: required,
  title: required,
  level: required,
  cluster: required,
  about: required,
  requires: required,
  file: required,
  line: required,
  namespace: optional,
  startedAt: required,
  seconds: required,
  statement: optional,
  verdict: required,
  attempts: optional,
  timeline: required,
  evidence: optional,
  placement: optional,
  explanations: optional,
  reproduce: required,
};
const statement: Presence<model.JudgedStatement> = {
  kind: required,
  description: required,
  source: required,
  versions: optional,
};
const source: Presence<model.JudgedStatement['source']> = {
  title: required,
  originalTitle: optional,
  section: required,
  url: optional,
};
const passed: Of<'passed'> = { kind: required, findings: required };
const drifted: Of<'drifted'> = { kind: required, findings: required };
const failed: Of<'failed'> = { kind: required, findings: required };
const skipped: Of<'skipped'> = { kind: required, reason: required };
const errored: Of<'errored'> = { kind: required, error: required, findings: required, badInput: optional };
const finding: Presence<Finding> = { summary: required, met: required, saw: required, final: optional };
const transition: Presence<model.Transition> = { at: required, object: required, state: required };
const evidence: Presence<model.Evidence> = { objects: required, events: required };
const object: Presence<model.Evidence['objects'][number]> = { name: required, object: required };
const event: Presence<model.Evidence['events'][number]> = {
  at: required,
  type: required,
  reason: required,
  object: required,
  from: required,
  count: required,
  message: required,
};
const parts = { run, cluster, component, summary, lifecycle, scenario, statement, source, passed, drifted, failed };
const more = { attempt, skipped, errored, finding, transition, evidence, object, event };
const tables: Record<string, Readonly<Record<string, string>>> = { ...parts, ...more, ...placements, ...explanations };

type Shaped = { properties: Record<string, unknown>; required: readonly string[] };
const definitions = schema.$defs as unknown as Record<string, Shaped>;

const capabilities: Readonly<Record<Capability, true>> = {
  'virtual-node': true,
  'vm-nodes': true,
  'azure-files': true,
  zones: true,
  machines: true,
  'load-balancer': true,
  'load-balancer-targets': true,
  traffic: true,
  'private-registry': true,
};
const states: Readonly<Record<Report['run']['state'], true>> = { running: true, finished: true, interrupted: true };
const steps: Readonly<Record<model.LifecycleReport['id'], true>> = { 'cluster-start': true, 'leak-check': true };
const titles: Readonly<Record<model.LifecycleReport['title'], true>> = {
  'The cluster starts': true,
  'Nothing is left behind': true,
};
describe('report.schema.json and harness/report.ts', () => {
  it('names the properties of the type, and asks for those that are always there', () => {
    agree(schema, report);
  });

  for (const [name, table] of Object.entries(tables)) {
    it(`describes ${name} as the type does`, () => agree(definitions[name], table));
  }

  it('describes each object', () => {
    const shaped = Object.keys(definitions).filter((name) => definitions[name]?.properties);
    expect(shaped).to.have.members(Object.keys(tables));
  });

  it('knows every capability, state, step, kind of node and basis', () => {
    expect(schema.$defs.capability.enum).to.have.members(Object.keys(capabilities));
    expect(schema.$defs.run.properties.state.enum).to.have.members(Object.keys(states));
    expect(schema.$defs.lifecycle.properties.id.enum).to.have.members(Object.keys(steps));
    expect(schema.$defs.lifecycle.properties.title.enum).to.have.members(Object.keys(titles));
    expect(schema.$defs.placedNode.properties.kind.enum).to.have.members(Object.keys(kindsOfNodes));
    expect(schema.$defs.explanation.properties.basis.enum).to.have.members(Object.keys(bases));
  });
});

function agree(described: Shaped | undefined, table: Readonly<Record<string, string>>): void {
  expect(described?.properties).to.have.all.keys(Object.keys(table));
  expect(described?.required).to.have.members(Object.keys(table).filter((name) => table[name] === required));
}
