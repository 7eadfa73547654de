import { describe, expect, it } from 'vitest'
import {
  aalenJohansen,
  kaplanMeier,
  lifeTable,
  type Spell,
  shrunk,
  spreadOf,
} from '../../../src/domain/analytics/survival.ts'

/** Weeks to relapse under 6-mercaptopurine; a plus is censored (Freireich et al., Blood 21:699, 1963). */
const remission = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ').map(
  (week): Spell => ({
    entry: 0,
    exit: Number.parseInt(week, 10),
    cause: week.endsWith('+') ? null : 'relapse',
  }),
)

/** The 97 men of Channing House: age in months on entry, and on death or when last seen (+) (Hyde 1980; R's `boot::channing`). */
const men =
  '782 909 1020 1128 856 969 915 957 863 983 906 1012 955 1055 943 1025 943 1043 837 945 966 1009 936 971 919 1033 852 869 ' +
  '1073 1139 925 1036 967 1085 806 943+ 969 1001+ 923 1060+ 865 1002+ 953 1031+ 871 945+ 982 1006+ 883 959+ 817 843+ ' +
  '875 1012+ 821 956+ 936 1073+ 971 1107+ 830 940+ 885 911+ 894 1031+ 893 996+ 866 895+ 878 1015+ 820 957+ 1007 1043+ ' +
  '879 1016+ 956 1093+ 854 989 890 1027+ 1041 1044+ 978 1005+ 836 973+ 938 1064+ 886 1023+ 876 1013+ 955 977+ 823 960+ ' +
  '960 1047+ 843 943+ 856 951+ 847 984+ 1027 1058+ 988 1045+ 953 953+ 978 1018+ 981 1118+ 926 970+ 1036 1070+ 1016 1153+ ' +
  '969 1106+ 900 936+ 898 906+ 846 866+ 964 1029 984 1053 1046 1080 871 872 847 893 962 966+ 853 894 967 985 1063 1094 ' +
  '856 927 865 948 1051 1059 1010 1012 878 911 1021 1094 959 972+ 921 993 836 876 919 993 751 777 906 966 835 907 946 1031 ' +
  '759 781 909 914+ 962 998 984 1022 891 932 835 898 1039 1060 1010 1044'
const channing = [...men.matchAll(/(\d+) (\d+)(\+?)/g)].map(
  ([, entry, exit, censored]): Spell => ({
    entry: Number(entry),
    exit: Number(exit),
    cause: censored ? null : 'death',
  }),
)

describe('OPP-13 what is learned from times', () => {
  it('is the published estimate and error where all were watched from the start', () => {
    // Klein and Moeschberger, Survival Analysis, 2nd ed. 2003, table 4.1: to three places.
    expect(
      kaplanMeier(remission).map(({ age, atRisk, survival, standardError }) => [
        age,
        atRisk,
        Number(survival.toFixed(3)),
        Number(standardError.toFixed(3)),
      ]),
    ).toStrictEqual([
      [6, 21, 0.857, 0.076],
      [7, 17, 0.807, 0.087],
      [10, 15, 0.753, 0.096],
      [13, 12, 0.69, 0.107],
      [16, 11, 0.627, 0.114],
      [22, 7, 0.538, 0.128],
      [23, 6, 0.448, 0.135],
    ])
  })

  it('counts who began to be watched late from then on: delayed entry', () => {
    expect(channing).toHaveLength(97)
    // The same, section 4.6: two were watched at 777 months and one of them died, the other at 781, when he was alone.
    expect(kaplanMeier(channing).slice(0, 2)).toMatchObject([
      { age: 777, atRisk: 2, survival: 0.5 },
      { age: 781, atRisk: 1, survival: 0 },
    ])
    // So they condition on 68 years. Against the definition, written out.
    const old = channing.filter(({ exit }) => exit > 816)
    let left = 1
    for (const { age, atRisk, survival } of kaplanMeier(old)) {
      const there = old.filter(({ entry, exit }) => entry < age && exit >= age)
      left *= 1 - there.filter(({ exit, cause }) => exit === age && cause !== null).length / there.length
      expect([atRisk, survival]).toStrictEqual([there.length, expect.closeTo(left, 12)])
    }
    // Who takes them as watched from the start thinks that men live longer than they do.
    const naive = kaplanMeier(old.map((spell) => ({ ...spell, entry: 0 })))
    const at = (estimate: typeof naive, months: number) =>
      estimate.findLast(({ age }) => age <= months)?.survival ?? 1
    expect(at(naive, 960)).toBeGreaterThan(at(kaplanMeier(old), 960) + 0.1)
  })

  it('divides what has ended among its causes, and with one cause is the same', () => {
    const [before] = aalenJohansen(remission).slice(-1)
    expect(before?.ended.relapse).toBeCloseTo(1 - 0.4482, 4)
    const mixed = channing
      .filter(({ exit }) => exit > 816)
      .map((spell, n): Spell => ({ ...spell, cause: spell.cause && (n % 3 ? 'won' : 'lost') }))
    for (const { survival, ended } of aalenJohansen(mixed))
      expect(survival + (ended.won ?? 0) + (ended.lost ?? 0)).toBeCloseTo(1, 12)
    // By hand: of four one is won at 1, of three one is lost at 2, of the two left one is won at 3.
    const four: Spell[] = [
      { entry: 0, exit: 1, cause: 'won' },
      { entry: 0, exit: 2, cause: 'lost' },
      { entry: 0, exit: 3, cause: 'won' },
      { entry: 0, exit: 4, cause: null },
    ]
    expect(aalenJohansen(four).at(-1)).toMatchObject({ survival: 0.25, ended: { won: 0.5, lost: 0.25 } })
  })

  it('learns nothing from nothing, and not from who was never watched', () => {
    expect(lifeTable([])).toStrictEqual([])
    expect(lifeTable([{ entry: 5, exit: 5, cause: 'won' }])).toStrictEqual([])
  })

  it('believes a small group little and a large one much, and none where all is chance', () => {
    const groups = [
      { seen: 300, expected: 200 },
      { seen: 100, expected: 200 },
      { seen: 3, expected: 1 },
    ]
    const spread = spreadOf(groups)
    expect(shrunk({ seen: 300, expected: 200 }, spread)).toBeGreaterThan(1.45)
    expect(shrunk({ seen: 3, expected: 1 }, spread)).toBeLessThan(1.5)
    expect(spreadOf([100, 95, 108, 97].map((seen) => ({ seen, expected: 100 })))).toBe(0)
    expect(shrunk({ seen: 30, expected: 10 }, 0)).toBe(1)
  })
})
