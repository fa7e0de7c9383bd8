import { connectionTo } from '../clusters/existing/connection.ts';
import { type ApiClient, apiClient } from '../harness/api/client.ts';
import { BadInputError } from '../harness/bad-input.ts';
import { explainer, isAsExpected } from '../harness/explain/explain.ts';
import type { Explanation } from '../harness/explain/explanation.ts';
import { gather } from '../harness/explain/gather.ts';
import { explanationsInData } from '../harness/explain/json.ts';
import { lookupIn } from '../harness/explain/lookup.ts';
import type { ClusterObjects } from '../harness/explain/objects.ts';
import { explanationText } from '../harness/explain/text/explanation-text.ts';
import type { Pod } from '../harness/vocabulary/kinds.ts';
import { environment } from './environment.ts';
import { ExitCode } from './exit-code.ts';
import { type NamedCluster, namedContext } from './explained-cluster.ts';
import { interruption } from './interruption.ts';

export interface ExplainOptions extends NamedCluster {
  readonly namespace?: readonly string[];
  readonly json?: boolean;
}

/** Tells why a Pod, or every Pod that is not what one expects, is as it is. Reads only. */
export async function explain(what: string | undefined, options: ExplainOptions): Promise<number> {
  const { namespace: namespaces = [], json = false } = options;
  const name = podNamed(what);
  if (name !== undefined && namespaces.length > 1)
    throw new BadInputError(`--namespace ${namespaces.join(' ')}: expected one namespace for ${what}`);
  const { variables, colours, state } = environment();
  const context = await namedContext(options, { state, environment: variables as NodeJS.ProcessEnv });
  using interrupted = interruption();
  const { signal } = interrupted;
  await using api = apiClient(await connectionTo(context, { environment: variables as NodeJS.ProcessEnv, signal }));

  const [namespace = 'default'] = namespaces;
  const looked = name === undefined ? namespaces : [namespace];
  const objects = await gatherFrom(api, { namespaces: looked, signal });
  const pods = name === undefined ? unexpectedIn(objects, namespaces) : [podIn(objects, { namespace, name })];
  const explanations = pods.map(explainer(objects));
  const unknown = Object.values(objects.unknown);
  if (json)
    console.log(
      JSON.stringify(explanationsInData({ ...objects, context: context.name, explanations, unknown }), undefined, 2),
    );
  else print({ explanations, unknown, colours: colours(process.stdout.isTTY ?? false) });
  return ExitCode.conformant;
}

function podNamed(what: string | undefined): string | undefined {
  if (what === undefined) return undefined;
  const [, name] = /^(?:pods?\/|po\/)([a-z0-9][-a-z0-9.]*)$/.exec(what) ?? [];
  if (name === undefined)
    throw new BadInputError(`${what}: expected pod/NAME, or nothing for every Pod that is not what one expects`);
  return name;
}

async function gatherFrom(
  api: ApiClient,
  { namespaces, signal }: { readonly namespaces: readonly string[]; readonly signal: AbortSignal },
): Promise<ClusterObjects> {
  const objects = await gather(api, { namespaces, signal });
  if (objects.unknown.Pod !== undefined && objects.objects.Pod.length === 0)
    throw new BadInputError(
      `${objects.unknown.Pod}; expected a user who may read Pods${namespaces.length > 0 ? '' : ', or --namespace with one where that may be'}`,
    );
  return objects;
}

function podIn({ objects }: ClusterObjects, wanted: { readonly namespace: string; readonly name: string }): Pod {
  const found = objects.Pod.find(
    ({ metadata }) => metadata?.name === wanted.name && metadata.namespace === wanted.namespace,
  );
  if (found) return found;
  const elsewhere = objects.Pod.find(({ metadata }) => metadata?.name === wanted.name)?.metadata?.namespace;
  const hint = elsewhere ? `; there is one in ${elsewhere}: --namespace ${elsewhere}` : '';
  throw new BadInputError(`there is no Pod ${wanted.name} in namespace ${wanted.namespace}${hint}`);
}

function unexpectedIn(objects: ClusterObjects, namespaces: readonly string[]): readonly Pod[] {
  const lookup = lookupIn(objects);
  return lookup.pods
    .filter(({ metadata }) => namespaces.length === 0 || namespaces.includes(metadata?.namespace ?? ''))
    .filter((pod) => !isAsExpected(pod, lookup))
    .toSorted((one, other) => keyOf(one).localeCompare(keyOf(other), 'en', { numeric: true }));
}

function keyOf({ metadata }: Pod): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

interface Printed {
  readonly explanations: readonly Explanation[];
  readonly unknown: readonly string[];
  readonly colours: boolean;
}

function print({ explanations, unknown, colours }: Printed): void {
  if (explanations.length === 0)
    console.log('Every Pod is as one expects: it runs and is Ready, or has done its work.');
  else console.log(explanations.map((each) => explanationText(each, { colours })).join('\n\n'));
  if (unknown.length > 0) console.error(`plimsoll: ${unknown.join('; ')}`);
}
