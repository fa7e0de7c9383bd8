import { execFile } from 'node:child_process';
import type { ClusterEntry, ExecEntry } from '../kubeconfig/kubeconfig.ts';

/** What a plugin hands out; either a token, or a certificate with its key, or both. */
export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  /** RFC 3339; it is good until a 401 when absent. */
  readonly expirationTimestamp?: string;
}

interface Answer {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly status?: ExecCredential;
}

const versions: readonly string[] = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
/** What a plugin does with a browser takes long, and there is nobody here to do it. */
const longestRun = 60_000;
const extensionName = 'client.authentication.k8s.io/exec';

/**
 * Starts the plugin of a kubeconfig's user, without a terminal, and reads what it hands out:
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

  const asked = { apiVersion, kind: 'ExecCredential', spec: { interactive: false, ...clusterInfo(exec, cluster) } };
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const variables = { ...environment, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(asked) };
  const output = await new Promise<string>((resolve, reject) => {
    const options = { env: variables, timeout: longestRun, maxBuffer: 1024 * 1024, ...(signal && { signal }) };
    const child = execFile(command, args ?? [], options, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason);
      else if (error) reject(wrong(whyFailed(error, stderr, exec), error));
      else resolve(stdout);
    });
    child.stdin?.end();
  });
  const { kind, status, ...answer } = parsed(output, wrong);
  if (kind !== 'ExecCredential' || answer.apiVersion !== apiVersion)
    throw wrong(`expected an ExecCredential of ${apiVersion}; it gave ${kind ?? 'nothing'} of ${answer.apiVersion}`);
  if (!status?.token && !status?.clientCertificateData) throw wrong('it gave neither a token nor a certificate');
  if (Boolean(status.clientCertificateData) !== Boolean(status.clientKeyData))
    throw wrong('it gave a certificate without its key, or a key without its certificate');
  return status;
}

/** Its words are not shown: they may hold a secret. */
function parsed(output: string, wrong: (why: string, cause?: unknown) => Error): Answer {
  try {
    const answer: unknown = JSON.parse(output);
    if (answer && typeof answer === 'object') return answer;
  } catch (cause) {
    throw wrong('expected an ExecCredential in JSON on its standard output', cause);
  }
  throw wrong('expected an ExecCredential in JSON on its standard output');
}

function whyFailed(error: Error & { code?: unknown; killed?: boolean }, stderr: string, exec: ExecEntry): string {
  if (error.code === 'ENOENT') return `there is no such program${exec.installHint ? `. ${exec.installHint}` : ''}`;
  if (error.killed) return `it did not end within ${longestRun / 1000} s`;
  const said = stderr.trim();
  return `it ended with ${typeof error.code === 'number' ? `exit code ${error.code}` : error.code}${said && `: ${said}`}`;
}

function clusterInfo({ provideClusterInfo }: ExecEntry, cluster: ClusterEntry): object {
  if (!provideClusterInfo) return {};
  const { extensions, 'certificate-authority': _, ...known } = cluster;
  const config = extensions?.find(({ name }) => name === extensionName)?.extension;
  return { cluster: { ...known, ...(config !== undefined && { config }) } };
}
