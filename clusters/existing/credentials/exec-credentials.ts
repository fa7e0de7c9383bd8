import type { Identity } from '../../../harness/api/connection.ts';
import type { ExecCredential } from './exec-plugin.ts';

/** The credentials of a plugin, asked anew when they expire or are refused, and once for all who need them. */
export interface ExecCredentials {
  /** Those that are good now. */
  current(): Promise<ExecCredential>;
  /** Others than those that were refused. */
  renewed(): Promise<Identity>;
}

/** Tokens are renewed so many milliseconds before they expire: a request takes its time to the server. */
const ahead = 5_000;

export async function execCredentials(
  run: () => Promise<ExecCredential>,
  now: () => number = Date.now,
): Promise<ExecCredentials> {
  let credential = await run();
  let running: Promise<ExecCredential> | undefined;

  async function anew(): Promise<ExecCredential> {
    running ??= run().finally(() => {
      running = undefined;
    });
    credential = await running;
    return credential;
  }

  return {
    current: async () => (hasExpired(credential, now() + ahead) ? anew() : credential),
    renewed: async () => identityOf(await anew()),
  };
}

export function identityOf({ clientCertificateData, clientKeyData }: ExecCredential): Identity {
  if (clientCertificateData === undefined || clientKeyData === undefined) return {};
  return { certificate: clientCertificateData, key: clientKeyData };
}

function hasExpired({ expirationTimestamp }: ExecCredential, at: number): boolean {
  return expirationTimestamp !== undefined && Date.parse(expirationTimestamp) <= at;
}
