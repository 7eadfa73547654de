import { getRouteApi } from '@tanstack/react-router'
import { RecordList } from './list.tsx'
import { RecordPage } from './page.tsx'

const list = getRouteApi('/inside/$path')
const page = getRouteApi('/inside/$path/$id')

export function ListScreen() {
  const { resource } = list.useLoaderData()
  // A list of another kind is another list: nothing chosen in one carries over.
  return resource && <RecordList key={resource.model} resource={resource} />
}

export function PageScreen() {
  const { resource } = page.useLoaderData()
  const { id } = page.useParams()
  const Page = resource.Page
  return Page ? <Page key={id} id={id} /> : <RecordPage key={id} resource={resource} id={id} />
}
