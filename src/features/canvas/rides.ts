/** Frames that are being dragged: what each takes along, and where everything was when the drag began. */
import type { XYPosition } from '@xyflow/react';
import type { Editor } from './editor';

type Placed = readonly (readonly [id: string, at: XYPosition])[];

/** See the file's header. */
export class Rides {
  private riding = new Map<string, { readonly from: XYPosition; readonly riders: Placed }>();

  /** Takes down who goes along with these, and where everybody is. Who is dragged anyway does not ride. */
  begin(ids: readonly string[], editor: Pick<Editor, 'riders'>, placeOf: (id: string) => XYPosition | undefined): void {
    const taken = new Set(ids);
    this.riding.clear();
    for (const id of ids) {
      const from = placeOf(id);
      const riders = editor.riders([id]).filter((rider) => !taken.has(rider));
      for (const rider of riders) taken.add(rider);
      const places = riders.flatMap((rider) => {
        const at = placeOf(rider);
        return at ? [[rider, at] as const] : [];
      });
      if (from && places.length > 0) this.riding.set(id, { from, riders: places });
    }
  }

  /** Where the others are when this one is there. */
  along(id: string, at: XYPosition): Placed {
    const ride = this.riding.get(id);
    if (!ride) return [];
    const [dx, dy] = [at.x - ride.from.x, at.y - ride.from.y];
    return ride.riders.map(([rider, { x, y }]) => [rider, { x: x + dx, y: y + dy }] as const);
  }

  /** Ends it: who went along. */
  end(): readonly string[] {
    const ids = [...this.riding.values()].flatMap(({ riders }) => riders.map(([id]) => id));
    this.riding.clear();
    return ids;
  }
}
