/** A project that the builder cannot build, before any step of it ran; the message is what the learner reads. */
export class ProjectError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProjectError';
  }
}
