import { execFile } from 'node:child_process';
import type { ClusterEntry, ExecEntry } from './kubeconfig.ts';

/** The answer of a plugin: a token, or a certificate with its key, or both. */
export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  /** RFC 3339; absent when it is valid until a 401. */
  readonly expirationTimestamp?: string;
}

const versions: readonly string[] = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
/** A run cannot answer a plugin that waits for a browser. */
const longestRun = 60_000;

/**
 * Starts the plugin of a kubeconfig's user without a terminal, and reads its answer. The ExecAuth of
 * @kubernetes/client-node knows no KUBERNETES_EXEC_INFO, no limits and no signal, and repeats the output in its errors.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runPlugin(
  exec: ExecEntry,
  cluster: ClusterEntry,
  { environment, signal }: { environment: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<ExecCredential> {
  const { apiVersion = '', command = '', args, env, interactiveMode } = exec;
  const wrong = (why: string, cause?: unknown) => new Error(`credential plugin ${command}: ${why}`, { cause });
  if (!versions.includes(apiVersion)) throw wrong(`expected apiVersion ${versions.join(' or ')}, not "${apiVersion}"`);
  if (interactiveMode === 'Always') throw wrong('it needs a terminal (interactiveMode: Always), and a run has none');

  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false, ...clusterInfo(exec, cluster) } };
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const variables = { ...environment, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const output = await new Promise<string>((resolve, reject) => {
    const options = { env: variables, timeout: longestRun, maxBuffer: 1024 * 1024, ...(signal && { signal }) };
    const child = execFile(command, args ?? [], options, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason);
      else if (error) reject(wrong(whyFailed(error, stderr, exec), error));
      else resolve(stdout);
    });
    child.stdin?.end();
  });
  const { kind, status, apiVersion: found } = parsed(output, wrong);
  if (kind !== 'ExecCredential' || found !== apiVersion)
    throw wrong(`expected an ExecCredential of ${apiVersion}; it gave ${kind ?? 'nothing'} of ${found}`);
  if (!status?.token && !status?.clientCertificateData) throw wrong('it gave neither a token nor a certificate');
  if (Boolean(status.clientCertificateData) !== Boolean(status.clientKeyData))
    throw wrong('it gave a certificate without its key, or a key without its certificate');
  return status;
}

/** The error does not show the output: it may hold a secret. */
function parsed(
  output: string,
  wrong: (why: string, cause?: unknown) => Error,
): { readonly apiVersion?: string; readonly kind?: string; readonly status?: ExecCredential } {
  let cause: unknown;
  try {
    const answer: unknown = JSON.parse(output);
    if (answer && typeof answer === 'object') return answer;
  } catch (error) {
    cause = error;
  }
  throw wrong('expected an ExecCredential in JSON on its standard output', cause);
}

function whyFailed(error: Error & { code?: unknown; killed?: boolean }, stderr: string, exec: ExecEntry): string {
  if (error.code === 'ENOENT') return `there is no such program${exec.installHint ? `. ${exec.installHint}` : ''}`;
  if (error.killed) return `it did not end within ${longestRun / 1000} s`;
  const code = typeof error.code === 'number' ? `exit code ${error.code}` : error.code;
  return [`it ended with ${code}`, stderr.trim()].filter(Boolean).join(': ');
}

function clusterInfo({ provideClusterInfo }: ExecEntry, cluster: ClusterEntry): object {
  if (!provideClusterInfo) return {};
  const { extensions, 'certificate-authority': _, ...known } = cluster;
  const config = extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension;
  return { cluster: { ...known, ...(config !== undefined && { config }) } };
}
