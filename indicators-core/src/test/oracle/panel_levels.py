# Levels of schools, their reference and the shares of others, from the definitions in Panel, LevelReference and LevelShares:
# python3 panel_levels.py (numpy 2.4.6, scipy 1.17.1). The table of scores and marks is the one of PanelOracleTest.
import numpy as np, math
S,W=24,3
MAX=[20,12,30]
def absent(s,t): return (s*5+t*3)%11==0
def size(s,t): return 20+(s*37+t*11)%60
def score(s,t,i):
    m=MAX[t]; return min(m, max(0, (s*7+i*(3+t)+i*i)%(m+1)//2 + (s%6)*m//12))
def mark(s,t,i): return 0 if i%5==4 else 2+(score(s,t,i)*3//MAX[t]+(i*s)%2)%4
def region(s): return 0 if s%3 else 1
cnt=np.zeros((S,W,31,5)) # column
for s in range(S):
    for t in range(W):
        if absent(s,t): continue
        for i in range(size(s,t)):
            m=mark(s,t,i); c=0 if m==0 else m-1
            cnt[s,t,score(s,t,i),c]+=1
n=cnt.sum((2,3)); 
print('n',n.sum(0))
X=np.zeros((S,W)); var=np.zeros((S,W))
xs=np.arange(31)
h=cnt.sum(3)
y=np.zeros((S,W)); pv=np.zeros(W)
for t in range(W):
    sq=0;dg=0
    for s in range(S):
        if n[s,t]==0: continue
        N=MAX[t]; tot=(h[s,t]*xs).sum(); 
        y[s,t]=math.log((tot+.05*N)/(n[s,t]*N-tot+.05*N))
        if n[s,t]>=2:
            mean=tot/n[s,t]; v_=(h[s,t]*(xs-mean)**2).sum()/(n[s,t]-1)
            p=(tot+.05*N)/(N*(n[s,t]+.1)); sl=N*p*(1-p)
            sq+=v_*(n[s,t]-1)/sl**2; dg+=n[s,t]-1
    pv[t]=sq/dg
    cells=sorted([s for s in range(S) if n[s,t]>0],key=lambda s:y[s,t]); b=0
    for s in cells:
        b+=n[s,t]
        if 2*b>=n[:,t].sum(): med=y[s,t];break
    for s in cells: y[s,t]-=med
lim=np.quantile([abs(y[s,t]) for s in range(S) for t in range(W) if n[s,t]>=10],.98)
v=np.where(n>0,pv[None,:]/np.maximum(n,1),0)
w=np.where(n>0,n/(n+10),0); z=np.clip(y,-lim,lim)*(n>0)
same=(w**2*(z**2-v)).sum()/(w**2).sum()
cross=0;cw=0
for s in range(S):
    for a in range(W):
        for b in range(W):
            if a!=b: cross+=w[s,a]*z[s,a]*w[s,b]*z[s,b]; cw+=w[s,a]*w[s,b]
bs=max(1e-4,cross/cw); ws=max(1e-4,same-bs)
print('between',bs,'within',ws,'lim',lim)
lev=np.zeros((S,W)); sl=np.zeros(S)
for s in range(S):
    ww=[1/(ws+v[s,t]) for t in range(W) if n[s,t]>0]; yy=[y[s,t] for t in range(W) if n[s,t]>0]
    sl[s]=sum(a*b for a,b in zip(ww,yy))/(1/bs+sum(ww))
    for t in range(W):
        if n[s,t]>0: lev[s,t]=sl[s]+ws/(ws+v[s,t])*(y[s,t]-sl[s])
P=lambda a:', '.join(repr(float(x)) for x in a)
print('pupilVariance',P(pv))
for s in (0,1,5,11,23): print('s',s,'y',P(y[s]),'| level',P(lev[s]),'| school',sl[s], 'cohort',sorted(n[s][n[s]>0]))
# knots
def knots(t):
    cells=sorted([s for s in range(S) if n[s,t]>0],key=lambda s:lev[s,t]); tot=n[:,t].sum()
    num=int(max(1,min(12,tot//250))); L=[];b=0;k=0
    assert num<12
    for s in cells:
        b+=n[s,t]
        while k<num and b>=(k+.5)/num*tot:
            if not L or lev[s,t]>L[-1]+1e-9: L.append(lev[s,t])
            k+=1
    return L
def pos(L,x):
    return float(np.interp(x,L,range(len(L))))
K=[knots(t) for t in range(W)]
print('knots',[len(k) for k in K], K[0])
def counts(t,r=None):
    A=np.zeros((len(K[t]),31,5))
    for s in range(S):
        if n[s,t]==0 or (r is not None and region(s)!=r): continue
        p=pos(K[t],lev[s,t]); lo=int(p); f=p-lo
        A[lo]+=(1-f)*cnt[s,t]
        if f>0: A[lo+1]+=f*cnt[s,t]
    return A
def everybody(r,t,x):
    p=pos(K[t],x); lo=int(p); f=p-lo
    whole=cnt[:,t].sum(0); whole=whole/whole.sum()
    def at(k):
        a=counts(t)[k]+5*whole; a=a/a.sum()
        a=counts(t,r)[k]+50*a; return a/a.sum()
    e=at(lo)
    if f>0: e=e+f*(at(lo+1)-e)
    return e
def pupils(r,t,x):
    p=pos(K[t],x); lo=int(p); f=p-lo
    at=lambda k: counts(t,r)[k].sum()+min(50,counts(t)[k].sum()+5)
    var=(1-f)**2/at(lo)+(f**2/at(lo+1) if f>0 else 0)
    return 1/var
for (r,t,x) in [(0,0,-2.0),(0,0,-0.05),(1,0,0.1),(0,1,0.2),(1,2,5.0),(1,1,K[1][1])]:
    e=everybody(r,t,x); print('everybody',r,t,x,'pos',pos(K[t],x),'pupils',pupils(r,t,x),'some',P([e[3,0],e[5,2],e[8,3],e[:,1].sum(),(e.sum(1)*xs).sum()]))
# LevelShares of scores and of marks, brute
from scipy.optimize import brentq
def tilt(whole,like,cols):
    sc=whole.sum(1); m=(like.sum(1)*np.arange(len(sc))).sum()/like.sum()
    f=lambda l: (lambda q:(q*np.arange(len(sc))).sum()/q.sum()-m)(sc*np.exp(l*(np.arange(len(sc))-len(sc)/2)))
    l=brentq(f,-20,20,xtol=1e-15,rtol=1e-15); return whole*np.exp(l*(np.arange(len(sc))-len(sc)/2))[:,None]
def chosen(A,marks,t):
    A=A[:, :MAX[t]+1]; return A[:,:,1:] if marks else A.sum(2,keepdims=True)
def filled(r,t,marks):
    own=chosen(counts(t,r),marks,t); al=chosen(counts(t),marks,t); whole=own.sum(0); ev=al.sum(0); out=[]
    for k in range(len(own)):
        g=own[k]+.5*ev/ev.sum(); ti=tilt(whole,own[k] if own[k].sum()>0 else al[k],None); out.append(g+20*ti/ti.sum())
    return out
def shares(s,t,marks):
    F=filled(region(s),t,marks); own=chosen(cnt[s:s+1,t],marks,t)[0]; p=pos(K[t],lev[s,t]); lo=int(p); f=p-lo
    def knot(k,sh):
        a=F[k].copy(); a=np.where(own>0,np.maximum(0,a-sh*own),a); return a/a.sum()
    e=knot(lo,1-f)
    if f>0: e=e+f*(knot(lo+1,f)-e)
    N=own.sum(); low=max(1,F[lo].sum()-(1-f)*N)
    pu=low if f==0 else 1/((1-f)**2/low+f**2/max(1,F[lo+1].sum()-f*N))
    return e,pu,N
for s,t in [(1,0),(5,2),(12,1)]:
    e,pu,N=shares(s,t,False); print('scores',s,t,'pos',pos(K[t],lev[s,t]),'N',N,'pupils',pu,P(e[[2,5,8],0]), (e[:,0]*np.arange(len(e))).sum())
    e,pu,N=shares(s,t,True); print('marks',s,t,'N',N,'pupils',pu,P([e[2,0],e[5,1],e[8,2],e[:,3].sum()]), (e.sum(1)*np.arange(len(e))).sum())
# Signatures: pupils of a middling school given 15 % of the points, or four in ten of them a mark more
def middle(t,level):
    p=pos(K[t],level); lo=int(p); f=p-lo; A=counts(t)[:, :MAX[t]+1]
    e=(1-f)*A[lo]/max(1,A[lo].sum())
    return e+f*A[lo+1]/max(1,A[lo+1].sum()) if f>0 else e
SD=[0.7,0.66,0.6]; INFO=[0.4,0.5,0.3]; MIX=[0.2,0.35,0.5]
help_=[]; mixing=[]
for t in range(W):
    N=MAX[t]; b=middle(t,0); pts=max(1,int(math.floor(.15*N+.5))); tot=b.sum(); X_=np.arange(N+1)
    mean=(b.sum(1)*X_).sum(); helped=(b.sum(1)*np.minimum(N,X_+pts)).sum()
    rise=math.log(helped/(N*tot-helped))-math.log(mean/(N*tot-mean))
    a=middle(t,rise); score=weight=0.0
    for frm in range(N+1):
        x=min(N,frm+pts); law=a[max(0,x-1):x+2,1:].sum(0)
        if law.sum()>0:
            law=law/law.sum(); m=np.arange(4); ex=(m*law).sum(); va=(m*m*law).sum()-ex*ex
            score+=(b[frm,1:]*(m-ex)).sum(); weight+=b[frm,1:].sum()*va
    help_.append(score/weight*math.sqrt(INFO[t])/(rise/SD[t]))
    first=square=total=0.0
    for x in range(N+1):
        h=b[x,1:].sum()
        if h>0:
            r=np.arange(4)-(np.arange(4)*b[x,1:]).sum()/h; up=np.where(np.arange(4)<3,r+1,r)
            first+=(b[x,1:]*.4*(up-r)).sum(); square+=(b[x,1:]*.4*(up*up-r*r)).sum(); total+=h
    rise=first/total; mixing.append((square/total-rise**2)/math.sqrt(MIX[t])/(rise/math.sqrt(INFO[t])))
print('help',np.mean(help_),'raising',max(0,np.mean(mixing)), help_, mixing)
