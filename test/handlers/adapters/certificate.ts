import { X509Certificate, createSign, generateKeyPairSync } from 'node:crypto';

/** A certificate and its private key, both in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const sequence = 0x30;
const objectIds = {
  commonName: [0x55, 0x04, 0x03],
  subjectAlternativeName: [0x55, 0x1d, 0x11],
  basicConstraints: [0x55, 0x1d, 0x13],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
} as const;

/** An element in DER: its tag, its length, and what is in it. */
const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};
const objectId = (bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const time = (date: Date): Buffer => der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\..*/g, '')}Z`));
const bits = (bytes: Buffer): Buffer => der(0x03, Buffer.from([0]), bytes);
const extension = (id: readonly number[], value: Buffer): Buffer => der(sequence, objectId(id), der(0x04, value));

/**
 * Makes a certificate for `localhost` and 127.0.0.1, signed by itself and valid for an hour around now. Node.js can read
 * certificates but not make them, and a test must not need OpenSSL's command.
 */
export const selfSigned = (): Certificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(
    sequence,
    der(0x31, der(sequence, objectId(objectIds.commonName), der(0x0c, Buffer.from('localhost')))),
  );
  const halfAnHour = 30 * 60 * 1000;
  const [from, until] = [-halfAnHour, halfAnHour].map((away) => time(new Date(Date.now() + away)));
  const algorithm = der(sequence, objectId(objectIds.ecdsaWithSha256));
  const names = der(sequence, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const isAuthority = der(sequence, der(0x01, Buffer.from([0xff])));
  const extensions = der(
    sequence,
    extension(objectIds.subjectAlternativeName, names),
    extension(objectIds.basicConstraints, isAuthority),
  );
  const toBeSigned = der(
    sequence,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(sequence, from!, until!),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = createSign('sha256').update(toBeSigned).sign(privateKey);
  const certificate = new X509Certificate(der(sequence, toBeSigned, algorithm, bits(signature)));
  return { cert: certificate.toString(), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};
