import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where kubectl would look: the file that is named, else those of KUBECONFIG, else the one in the home directory. */
export function kubeconfigFiles(named: string | undefined, environment: NodeJS.ProcessEnv): readonly string[] {
  if (named !== undefined) return [named];
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  return listed.length > 0 ? [...new Set(listed)] : [join(environment.HOME || homedir(), '.kube', 'config')];
}
