/**
 * Memory in use: so much at rest, so much for each thing held. Things are counted and the kilobytes worked out when asked, so
 * that the hot path adds whole numbers and no rounding is ever left behind.
 */
export class Footprint {
  /** Things held now. */
  held = 0;
  private mostHeld = 0;
  private restKb = 0;
  private eachKb = 0;
  private peakKb = 0;

  /** Kilobytes in use now. */
  get value(): number {
    return this.restKb + this.held * this.eachKb;
  }

  /** The most kilobytes that were in use at once. */
  get max(): number {
    return Math.max(this.peakKb, this.restKb + this.mostHeld * this.eachKb);
  }

  /** One more thing is held. */
  hold(): void {
    if (++this.held > this.mostHeld) this.mostHeld = this.held;
  }

  /** What is in use at rest and for each thing changes now. */
  set(restKb: number, eachKb: number): void {
    this.peakKb = this.max;
    this.mostHeld = this.held;
    this.restKb = restKb;
    this.eachKb = eachKb;
  }
}
