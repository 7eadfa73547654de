import { useQuery } from '@tanstack/react-query'
import { post } from '../../api/client.ts'
import type { MessagePreview } from '../../api/types.gen.ts'

export interface PreviewFor {
  model?: 'contact' | 'lead' | 'ticket'
  recordId?: string
  version?: number
}

/** A template filled in for somebody, as far as one sees them. */
export const previewOf = (id: string, of: PreviewFor) =>
  post<MessagePreview>(`/message-templates/${id}/preview`, of)

export function usePreview(id: string, of: PreviewFor, revision: number): MessagePreview | undefined {
  return useQuery({
    queryKey: ['messageTemplate', 'derived', 'preview', id, of, revision],
    queryFn: () => previewOf(id, of),
  }).data
}
