export interface SettingTable {
  key: string
  value: unknown
}

export interface KvTable {
  key: string
  value: unknown
  expiresAt: Date | null
}
