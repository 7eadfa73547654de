import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/tokens.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/problem.ts'
import { makeQueryClient } from './api/queries.ts'
import { leave, meQuery } from './api/session.ts'
import { registerFeatures } from './app/features.ts'
import { makeRouter } from './app/router.tsx'
import { theme } from './app/theme.ts'

registerFeatures()
const client = makeQueryClient()
const router = makeRouter(client)

// A session that ended elsewhere (signed out, deactivated) shows at the first answer: back to the door, and then here again.
client.getQueryCache().subscribe(({ query }) => {
  const { error } = query.state
  if (error instanceof Problem && error.status === 401 && client.getQueryData(meQuery.queryKey)) leave()
})

const element = document.getElementById('root')
if (!element) throw new Error('index.html has no #root')
createRoot(element).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
