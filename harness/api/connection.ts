/** Where an API server listens and how to prove who we are. Certificates and keys are PEM. */
export interface Connection {
  /** `https://host:port`, no trailing slash; a path, where there is one, begins the path of every request. */
  readonly server: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Name that the server's certificate must bear; the server's own when absent. */
  readonly serverName?: string;
  /** The server is taken for who it says it is, without a look at its certificate. */
  readonly insecure?: boolean;
  /** `http://host:port` of a proxy on the way to the server. */
  readonly proxy?: string;
  /** Headers of one request, such as a bearer token that may have been renewed. */
  readonly headers?: () => Promise<Record<string, string | string[]>>;
  /** Asked after a 401: the certificate to go on with, or {} when `headers` has something new; undefined when nothing can be had. */
  readonly renewed?: () => Promise<Identity | undefined>;
}

/** What a client proves with who it is, if not with headers. */
export type Identity = Pick<Connection, 'certificate' | 'key'>;
