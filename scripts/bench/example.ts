/** An event of the usual size. */
export const exampleType = 'opportunity.stage-advanced.v1'

export const exampleData = {
  stage: 'c6c1a6d2-6f0c-4a38-9d77-1a6a2d0a2f10',
  from: '0f9d3c1e-2f3b-4f0a-8c5d-5f6a7b8c9d0e',
  probability: 0.6,
  amount: { minor: 1250000, currency: 'EUR' },
  note: 'The customer has confirmed the scope and asks for an offer until the end of the month.',
}
