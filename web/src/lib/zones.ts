export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const allZones = (): string[] => Intl.supportedValuesOf("timeZone");
