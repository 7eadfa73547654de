/**
 * What stands in the pages of a tracked site: `<script src=".../t.js" data-site="<id>" async></script>`. Nothing is stored or sent
 * before the page says that it may, by `hindsight.consent()` or `data-consent="given"`; `hindsight.withdraw()` ends it.
 */
export const trackerScript = `(()=>{
const s=document.currentScript,key='hindsight',at=new URL(s.src).origin+'/t/'+s.dataset.site
let on=false
const kept=v=>{try{return v?(localStorage.setItem(key,v),v):localStorage.getItem(key)}catch{return v}}
const send=()=>{
const q=new URLSearchParams(location.search),b=new URLSearchParams({p:location.pathname})
const h=kept(q.get('hs')),m=document.querySelector('meta[name="hindsight-product"]'),c=q.get('utm_campaign')
if(h)b.set('h',h)
if(m)b.set('r',m.content)
if(c)b.set('c',c)
navigator.sendBeacon(at,b)
}
window.hindsight={
consent(){if(!on){on=true;send()}},
page(){if(on)send()},
withdraw(){on=false;try{localStorage.removeItem(key)}catch{}}
}
if(s.dataset.consent==='given')window.hindsight.consent()
})()
`
