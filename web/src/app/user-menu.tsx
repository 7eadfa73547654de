import { Avatar, Button, Menu, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ChevronDown, Keyboard, LogOut, Monitor, Moon, Settings2, Sun, UserRoundCog } from 'lucide-react'
import { useMe, useSignOut } from '../api/session.ts'
import { useNarrow } from '../ui/narrow.ts'
import { failed } from '../ui/notices.ts'

const schemes = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'auto', label: 'As the system', icon: Monitor },
] as const

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const me = useMe()
  const narrow = useNarrow()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={!narrow && me.photo && <Avatar src={me.photo} alt="" size={22} />}
          rightSection={<ChevronDown size={14} />}
          px={8}
        >
          {narrow ? <Avatar src={me.photo} name={me.name} alt={me.name} color="gray" size={26} /> : me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <Menu.Item component={Link} to="/me" leftSection={<UserRoundCog size={14} />}>
          Profile and security
        </Menu.Item>
        <Menu.Item component={Link} to="/me/preferences" leftSection={<Settings2 size={14} />}>
          Preferences
        </Menu.Item>
        <Menu.Divider />
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={14} />}
            onClick={() => setColorScheme(value)}
            aria-current={colorScheme === value}
          >
            {label}
            {colorScheme === value && ' ✓'}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Keyboard size={14} />} onClick={onShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item
          leftSection={<LogOut size={14} />}
          onClick={() => void signOut().catch((error: unknown) => failed('You are still signed in', error))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
