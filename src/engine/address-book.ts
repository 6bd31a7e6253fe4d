/** What is kept by address. Addresses are whole numbers given in order, and each call looks some of them up: an array is enough. */

/** At most one thing for each address. */
export class AddressBook<T extends object> {
  /** The address of the first place. */
  private first = 0;
  private readonly places: (T | null)[] = [];

  /** What is at an address; null when nothing is. */
  get(address: number): T | null {
    const place = address - this.first;
    return place >= 0 && place < this.places.length ? (this.places[place] as T | null) : null;
  }

  /** Puts something at an address (whole, from 0), in place of what was there. */
  set(address: number, what: T): void {
    const { places } = this;
    if (places.length === 0) this.first = address;
    for (; this.first > address; this.first--) places.unshift(null);
    while (places.length <= address - this.first) places.push(null);
    places[address - this.first] = what;
  }

  /** Nothing is at this address any more. */
  delete(address: number): void {
    if (this.get(address) !== null) this.places[address - this.first] = null;
  }

  /** All that is kept, in order of the addresses. */
  values(): T[] {
    return this.places.filter((what) => what !== null);
  }
}
