/** How much of its target a fault strikes, and how far its time varies: shown for faults whose contract has them. */
import type { ReactNode } from 'react';
import type { FaultContract } from '@/engine/contracts';
import { NumberField, Slider } from '@/ui';

const PERCENT = 100;

/** What is set here. */
export interface ExtentOfFault {
  /** Above 0 to 1. */
  readonly share: number;
  readonly jitterMs: number;
}

/** All of the target, and always the same time. */
export const WHOLE: ExtentOfFault = { share: 1, jitterMs: 0 };

/** The extent as the file takes it: times vary by no more than they are. */
export function fittingExtent({ share, hasJitter }: FaultContract, value: number, extent: ExtentOfFault): ExtentOfFault {
  return {
    share: share === undefined ? 1 : extent.share,
    jitterMs: hasJitter === true ? Math.min(extent.jitterMs, Math.max(0, value)) : 0,
  };
}

/** The extent in words, after the label of the fault; empty when there is nothing to say. */
export function extentText({ share }: FaultContract, extent: ExtentOfFault): string {
  const part = extent.share < 1 && share !== undefined ? `, ${Math.round(extent.share * PERCENT)} % ${share}` : '';
  return extent.jitterMs > 0 ? ` ± ${extent.jitterMs} ms${part}` : part;
}

/** Draws the fields. */
export function Extent({
  contract,
  value,
  extent,
  onChange,
}: {
  readonly contract: FaultContract;
  readonly value: number;
  readonly extent: ExtentOfFault;
  readonly onChange: (extent: ExtentOfFault) => void;
}): ReactNode {
  const { share, hasJitter } = contract;
  const fitting = fittingExtent(contract, value, extent);
  return (
    <>
      {hasJitter === true && (
        <NumberField
          label="Give or take"
          unit="ms"
          min={0}
          max={Math.max(0, value)}
          step={10}
          value={fitting.jitterMs}
          onCommit={(jitterMs) => onChange({ ...extent, jitterMs })}
        />
      )}
      {share !== undefined && (
        <Slider
          label={`Share ${share}`}
          unit="%"
          min={1}
          max={PERCENT}
          step={1}
          value={Math.round(fitting.share * PERCENT)}
          onCommit={(percent) => onChange({ ...extent, share: percent / PERCENT })}
        />
      )}
    </>
  );
}
