// @peculiar/x509 asks for it before its own first line.
import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key (PKCS #8), both in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

interface Subject {
  readonly commonName: string;
  /** A group, as Kubernetes reads it. */
  readonly organization?: string;
  /** Names and addresses that a server answers to; a client has none. */
  readonly answersTo?: readonly string[];
}

/** The certificate authority of one cluster's components. */
export interface Authority extends Identity {
  issue(subject: Subject): Promise<Identity>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** An hour for clocks that disagree. */
const backdated = 3_600_000;
const lifetime = 365 * 86_400_000;

/** Makes a certificate authority whose key exists nowhere else. */
export async function makeAuthority(commonName: string): Promise<Authority> {
  const keys = await generateKeys();
  const root = await X509CertificateGenerator.createSelfSigned({
    ...shared(),
    name: [{ CN: [commonName] }],
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
    ],
  });

  async function issue({ commonName: name, organization, answersTo = [] }: Subject): Promise<Identity> {
    const { privateKey, publicKey } = await generateKeys();
    const certificate = await X509CertificateGenerator.create({
      ...shared(),
      subject: [...(organization ? [{ O: [organization] }] : []), { CN: [name] }],
      issuer: root.subject,
      publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([answersTo.length ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth]),
        ...(answersTo.length ? [new SubjectAlternativeNameExtension(answersTo.map(asName))] : []),
      ],
    });
    return { certificate: certificate.toString('pem'), key: inPem(privateKey) };
  }

  return { certificate: root.toString('pem'), key: inPem(keys.privateKey), issue };
}

function shared() {
  const now = Date.now();
  return {
    // Positive and without a leading zero byte, as DER wants it.
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    notBefore: new Date(now - backdated),
    notAfter: new Date(now + lifetime),
    signingAlgorithm: algorithm,
  };
}

function asName(value: string) {
  return { type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value };
}

function generateKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function inPem(key: webcrypto.CryptoKey): string {
  return KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}
