/** The provider does not take the Pod; the message ends up in the Pod's status and in an event. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Refusal';
  }
}
