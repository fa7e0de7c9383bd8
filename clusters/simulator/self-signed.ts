// @peculiar/x509 needs it before its own first line.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const lifetime = 30 * 86_400_000;

/** A self-signed certificate with its key in PEM, created once per name and process. */
export function selfSigned(name: string): Promise<{ readonly cert: string; readonly key: string }> {
  const made = identities.get(name) ?? make(name);
  identities.set(name, made);
  return made;
}

const identities = new Map<string, ReturnType<typeof make>>();

async function make(name: string): Promise<{ cert: string; key: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    // An hour for clocks that disagree.
    notBefore: new Date(now - 3_600_000),
    notAfter: new Date(now + lifetime),
    signingAlgorithm: algorithm,
    keys,
  });
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: certificate.toString('pem'), key };
}
