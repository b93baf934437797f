import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse, LocalEntra } from '../../../simulation/entra';
import { selfSigned } from './certificate';

/** Which of Entra's two hosts a request went to. */
type Host = 'sign-in' | 'graph';

/**
 * The local Entra on loopback, behind real TLS: the host of sign-in, and Graph's on a port of its own, so that whoever
 * asks the wrong one gets no answer.
 */
export class EntraServer {
  /** What was asked of which host, in the order in which it came; without queries. */
  readonly requests: string[] = [];
  /** Answers instead of the local Entra, where it answers anything. */
  instead: (request: HttpRequest) => HttpResponse | undefined = () => undefined;
  /** Whom clients must trust, in PEM. */
  readonly certificate: string;
  readonly #servers: Readonly<Record<Host, Server>>;

  private constructor(private readonly entra: LocalEntra) {
    const { cert, key } = selfSigned();
    this.certificate = cert;
    const serve = (host: Host): Server =>
      createServer({ cert, key }, (request, response) => {
        void this.#answer(host, request, response);
      });
    this.#servers = { 'sign-in': serve('sign-in'), graph: serve('graph') };
  }

  static async start(entra: LocalEntra): Promise<EntraServer> {
    const server = new EntraServer(entra);
    for (const one of Object.values(server.#servers)) {
      await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    }
    return server;
  }

  async stop(): Promise<void> {
    for (const server of Object.values(this.#servers)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  get authorityHost(): string {
    return `https://localhost:${portOf(this.#servers['sign-in'])}`;
  }

  get graphEndpoint(): string {
    return `https://127.0.0.1:${portOf(this.#servers.graph)}`;
  }

  async #answer(host: Host, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const isGraph = request.path.startsWith('/v1.0/');
    this.requests.push(`${host} ${request.method} ${request.path.replace(/\?.*$/s, '')}`);
    const known = isGraph === (host === 'graph');
    const answer = this.instead(request) ?? (known ? await this.entra.handle(request) : undefined);
    response
      .writeHead(answer?.status ?? 404, answer?.headers)
      .end(answer?.body === undefined ? undefined : JSON.stringify(answer.body));
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const read = async (incoming: IncomingMessage): Promise<HttpRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(chunks.length > 0 && { body: Buffer.concat(chunks).toString() }),
  };
};
