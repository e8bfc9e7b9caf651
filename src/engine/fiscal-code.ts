export type FiscalCode = { code: string; kind: string; problem?: 'forma' | 'controllo' | 'data'; birth?: string | [string, string]; sex?: 'M' | 'F'; place?: string; omocodia: boolean }
export function readFiscalCode(typed: string, _today: string): FiscalCode {
  return { code: typed, kind: 'altro', omocodia: false }
}
