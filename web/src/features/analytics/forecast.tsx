export function ForecastScreen() {
  return null
}
