/** What the user wrote cannot be used; the message names the file, and the line and field where there are any. */
export class BadInputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BadInputError';
  }
}
