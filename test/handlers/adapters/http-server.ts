import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it came over the wire: its operation, and its parameters. */
export interface WireCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What the server answers: XML as it is, everything else as JSON; undefined hangs up. */
export type WireAnswer =
  | { readonly status?: number; readonly body: string | object; readonly headers?: Readonly<Record<string, string>> }
  | undefined;

/** A server on loopback that plays AWS: query protocol for IAM and STS, JSON for the others. */
export class WireServer {
  readonly calls: WireCall[] = [];
  answer: (call: WireCall) => WireAnswer = () => ({ body: {} });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const call = readCall(request.headers, Buffer.concat(chunks).toString());
        this.calls.push(call);
        const answer = this.answer(call);
        if (answer === undefined) {
          request.socket.destroy();
          return;
        }
        const { status = 200, body, headers = {} } = answer;
        const isXml = typeof body === 'string';
        response
          .writeHead(status, {
            'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.0',
            'x-amzn-requestid': 'r-1',
            ...headers,
          })
          .end(isXml ? body : JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<WireServer> {
    const server = new WireServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get operations(): readonly string[] {
    return this.calls.map(({ operation }) => operation);
  }

  /** Settings of a client that speaks to this server, and tries once. */
  get settings() {
    return {
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
  }
}

const readCall = (headers: WireCall['headers'], body: string): WireCall => {
  const target = headers['x-amz-target'];
  if (typeof target === 'string')
    return { operation: target.split('.').at(-1)!, input: JSON.parse(body) as Record<string, unknown>, headers };
  const { Action: operation = '', ...input } = Object.fromEntries(new URLSearchParams(body));
  return { operation, input, headers };
};

/** An error of the query protocol. */
export const xmlError = (code: string, status = 400): WireAnswer => ({
  status,
  body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
});

/** An error of the JSON protocols. */
export const jsonError = (type: string, status = 400): WireAnswer => ({
  status,
  body: { __type: `com.amazonaws.test#${type}`, message: 'no' },
});

/** An answer of the query protocol. */
export const xml = (operation: string, result: string): WireAnswer => ({
  body: `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`,
});
