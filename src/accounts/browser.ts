/** In this order: Edge says that it is Chrome, Chrome that it is Safari. */
const browsers: [string, RegExp][] = [['Edge', /\bEdgA?\//], ['Opera', /\bOPR\//], ['Firefox', /\b(Firefox|FxiOS)\//], ['Chrome', /\b(Chrome|CriOS)\//], ['Safari', /\bSafari\//]]
const systems: [string, RegExp][] = [['Windows', /Windows/], ['Android', /Android/], ['iPhone', /iPhone/], ['iPad', /iPad/], ['macOS', /Mac OS X/], ['ChromeOS', /CrOS/], ['Linux', /Linux/]]

/** "Firefox, Windows": enough to know one's own browser again, no more than that. "" for what is unknown. */
export function labelOf(userAgent: string | undefined): string {
  const first = (known: [string, RegExp][]) => known.find(([, sign]) => sign.test(userAgent ?? ''))?.[0]
  return [first(browsers), first(systems)].filter(Boolean).join(', ')
}
