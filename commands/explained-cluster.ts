import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type ChosenContext, kubeconfigFiles, readContext } from '../clusters/existing/kubeconfig.ts';
import { BadInputError } from '../harness/bad-input.ts';
import { checkName } from './cluster-name.ts';
import { readHosted } from './hosted.ts';

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
 * The context that the user named, or the current one of the kubeconfig that the user named, or that of the cluster of `up`.
 * Rejects with a BadInputError where there is none of these: nobody's current context is taken unasked.
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
    `no cluster named ${name} is up; expected --context NAME of your kubeconfig, or --kubeconfig FILE, to say which cluster is meant`,
  );
}

/** What is wrong with the file as a whole is told by who reads the context. */
async function currentContext(file: string): Promise<string> {
  const config: unknown = await readFile(file, 'utf8').then(parse, (cause: Error) => {
    throw new BadInputError(`${file}: expected a kubeconfig: ${cause.message}`, { cause });
  });
  const current = config && typeof config === 'object' && 'current-context' in config ? config['current-context'] : '';
  if (typeof current === 'string' && current) return current;
  throw new BadInputError(`${file} has no current-context: name one with --context`);
}
