/** What people may mean by what they say. */
export const intents = ['orient', 'emergency', 'status', 'documents', 'offices', 'how_long', 'on_behalf', 'human', 'privacy', 'smalltalk', 'out_of_scope'] as const
