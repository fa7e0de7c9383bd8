import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { connectionTo } from '../clusters/existing/connection.ts';
import type { ChosenContext } from '../clusters/existing/kubeconfig.ts';
import { kubeconfigFiles, readContext } from '../clusters/existing/kubeconfig.ts';
import { type ApiClient, apiClient } from '../harness/api/client.ts';
import { BadInputError } from '../harness/errors.ts';
import { explainer, isAsExpected } from '../harness/explain/explain.ts';
import type { Explanation } from '../harness/explain/explanation.ts';
import { explanationsInData } from '../harness/explain/explanation.ts';
import { gather } from '../harness/explain/gather.ts';
import { explanationText } from '../harness/explain/in-words.ts';
import type { ClusterObjects } from '../harness/explain/lookup.ts';
import { lookupIn } from '../harness/explain/lookup.ts';
import type { Pod } from '../harness/kubernetes.ts';
import { checkName } from './cluster-options.ts';
import { environment } from './environment.ts';
import { readHosted } from './hosted.ts';
import { ExitCode, interruption } from './process.ts';

export interface ExplainOptions extends NamedCluster {
  readonly namespace?: readonly string[];
  readonly json?: boolean;
}

/** Explains why a Pod, or every unhealthy Pod, is in its state. Changes nothing. */
export async function explainCommand(what: string | undefined, options: ExplainOptions): Promise<number> {
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
    throw new BadInputError(`${what}: expected pod/NAME, or nothing for every Pod that is not running or not Ready`);
  return name;
}

async function gatherFrom(
  api: ApiClient,
  { namespaces, signal }: { readonly namespaces: readonly string[]; readonly signal: AbortSignal },
): Promise<ClusterObjects> {
  const objects = await gather(api, { namespaces, signal });
  if (objects.unknown.Pod !== undefined && objects.objects.Pod.length === 0)
    throw new BadInputError(
      `${objects.unknown.Pod}; expected a user with permission to read Pods${
        namespaces.length > 0 ? '' : ', or --namespace with one where that is permitted'
      }`,
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
  if (explanations.length === 0) console.log('Every Pod is healthy: it runs and is Ready, or has completed.');
  else console.log(explanations.map((each) => explanationText(each, { colours })).join('\n\n'));
  if (unknown.length > 0) console.error(`plimsoll: ${unknown.join('; ')}`);
}

export interface NamedCluster {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Of a cluster that `up` has started. */
  readonly name: string;
}

interface Surroundings {
  readonly state: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The context that the user named, or the current one of the kubeconfig that the user named, or that of the cluster of
 * `up`. Rejects with a BadInputError without any of these: the user's current context is never a default.
 */
export async function namedContext(
  { context, kubeconfig, name }: NamedCluster,
  { state, environment }: Surroundings,
): Promise<ChosenContext> {
  if (context !== undefined) return readContext(kubeconfigFiles(kubeconfig, environment), context);
  if (kubeconfig !== undefined) return readContext([kubeconfig], await currentContext(kubeconfig));
  checkName(name);
  const hosted = readHosted(state, name);
  if (hosted) return readContext([hosted.kubeconfig], await currentContext(hosted.kubeconfig));
  throw new BadInputError(
    `no cluster named ${name} is up; expected --context NAME of your kubeconfig, or --kubeconfig FILE`,
  );
}

/** Other faults of the file are reported when the context is read. */
async function currentContext(file: string): Promise<string> {
  const config: unknown = await readFile(file, 'utf8').then(parse, (cause: Error) => {
    throw new BadInputError(`${file}: expected a kubeconfig: ${cause.message}`, { cause });
  });
  const current = config && typeof config === 'object' && 'current-context' in config ? config['current-context'] : '';
  if (typeof current === 'string' && current) return current;
  throw new BadInputError(`${file} has no current-context: name one with --context`);
}
