/** Where an API server listens and how to prove who we are. Certificates and keys are PEM. */
export interface Connection {
  /** `https://host:port`, no trailing slash. */
  readonly server: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Headers of one request, such as a bearer token that may have been renewed. */
  readonly headers?: () => Promise<Record<string, string>>;
}
