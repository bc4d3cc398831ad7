import { useLingui } from "@lingui/react/macro";
import type { SelectHTMLAttributes } from "react";
import { type Choices, regionNamed } from "../data/regions";
import { NativeSelect } from "../ui/fields";

interface Props extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  hint?: string;
  choices: Choices | null;
  chosen: string;
}

/** The zones that the server knows; until it has told them, the one that is set. */
export function ZoneSelect({ choices, chosen, ...rest }: Props) {
  const zones = choices?.zones ?? [];
  const list = zones.includes(chosen) || !chosen ? zones : [chosen, ...zones];
  return (
    <NativeSelect
      {...rest}
      key={list.length}
      options={list.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
    />
  );
}

export function RegionSelect({ choices, chosen, none, ...rest }: Props & { none?: string }) {
  const { t } = useLingui();
  const regions = choices?.regions ?? (chosen ? [{ code: chosen, name: regionNamed(chosen) }] : []);
  return (
    <NativeSelect
      {...rest}
      key={regions.length}
      options={[
        { value: "", label: none ?? t`None` },
        ...[...regions]
          .sort((a, b) => a.name.localeCompare(b.name))
          .map((region) => ({ value: region.code, label: region.name })),
      ]}
    />
  );
}
