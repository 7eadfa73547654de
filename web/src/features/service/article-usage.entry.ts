import { ChartNoAxesColumn } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const articleUsage: ScreenEntry = {
  is: 'screen',
  path: 'article-usage',
  label: 'Use of articles',
  group: 'Service',
  needs: 'article.read',
  models: ['article'],
  icon: ChartNoAxesColumn,
  load: async () => (await import('./article-usage.tsx')).ArticleUsageScreen,
}
