import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { connectionTo } from '../clusters/existing/connection.ts';
import { type ChosenContext, kubeconfigFiles, readContext } from '../clusters/existing/kubeconfig.ts';
import { apiClient } from '../harness/api/client.ts';
import { BadInputError } from '../harness/errors.ts';
import { explainer, isAsExpected } from '../harness/explain/explain.ts';
import { explanationsInData } from '../harness/explain/explanation.ts';
import { gather } from '../harness/explain/gather.ts';
import { explanationText } from '../harness/explain/in-words.ts';
import { type ClusterObjects, lookupIn } from '../harness/explain/lookup.ts';
import type { Pod } from '../harness/kubernetes.ts';
import { checkName } from './cluster-options.ts';
import { environment } from './environment.ts';
import { readHosted } from './hosted.ts';
import { ExitCode, interruption } from './process.ts';

/** Explains why a Pod, or every unhealthy Pod, is in its state. Changes nothing. */
export async function explainCommand(
  what: string | undefined,
  options: NamedCluster & { readonly namespace?: readonly string[]; readonly json?: boolean },
): Promise<number> {
  const { namespace: namespaces = [], json = false } = options;
  const name = podNamed(what);
  if (name !== undefined && namespaces.length > 1)
    throw new BadInputError(`--namespace ${namespaces.join(' ')}: expected one namespace for ${what}`);
  const { variables, colours, state } = environment();
  const context = await namedContext(options, { state, environment: variables });
  using interrupted = interruption();
  const { signal } = interrupted;
  await using api = apiClient(await connectionTo(context, { environment: variables, signal }));

  const [namespace = 'default'] = namespaces;
  const objects = await gather(api, { namespaces: name === undefined ? namespaces : [namespace], signal });
  if (objects.unknown.Pod !== undefined && objects.objects.Pod.length === 0) {
    const hint =
      name === undefined && namespaces.length === 0 ? ', or --namespace with one where that is permitted' : '';
    throw new BadInputError(`${objects.unknown.Pod}; expected a user with permission to read Pods${hint}`);
  }
  const pods = name === undefined ? unexpectedIn(objects, namespaces) : [podIn(objects, { namespace, name })];
  const explanations = pods.map(explainer(objects));
  const unknown = Object.values(objects.unknown);
  if (json) {
    const data = explanationsInData({ ...objects, context: context.name, explanations, unknown });
    console.log(JSON.stringify(data, undefined, 2));
    return ExitCode.conformant;
  }
  const inColours = { colours: colours(process.stdout.isTTY ?? false) };
  const texts = explanations.map((each) => explanationText(each, inColours));
  console.log(texts.join('\n\n') || 'Every Pod is healthy: it runs and is Ready, or has completed.');
  if (unknown.length > 0) console.error(`plimsoll: ${unknown.join('; ')}`);
  return ExitCode.conformant;
}

function podNamed(what: string | undefined): string | undefined {
  if (what === undefined) return undefined;
  const [, name] = /^(?:pods?\/|po\/)([a-z0-9][-a-z0-9.]*)$/.exec(what) ?? [];
  if (name === undefined)
    throw new BadInputError(`${what}: expected pod/NAME, or nothing for every Pod that is not running or not Ready`);
  return name;
}

function podIn({ objects }: ClusterObjects, wanted: { readonly namespace: string; readonly name: string }): Pod {
  const namesakes = objects.Pod.filter(({ metadata }) => metadata?.name === wanted.name);
  const found = namesakes.find(({ metadata }) => metadata?.namespace === wanted.namespace);
  if (found) return found;
  const elsewhere = namesakes[0]?.metadata?.namespace;
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

const keyOf = ({ metadata }: Pod) => `${metadata?.namespace}/${metadata?.name}`;

interface NamedCluster {
  readonly context?: string;
  readonly kubeconfig?: string;
  /** Of a cluster that `up` has started. */
  readonly name: string;
}

/**
 * The context that the user named, or the current one of the kubeconfig that the user named, or that of the cluster of
 * `up`. Rejects with a BadInputError without any of these: the user's current context is never a default.
 */
export async function namedContext(
  { context, kubeconfig, name }: NamedCluster,
  { state, environment }: { readonly state: string; readonly environment: NodeJS.ProcessEnv },
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
