# Levels and slopes of a family by restricted maximum likelihood over Cholesky roots, from several starts, also where T is singular:
# Rscript level_slope.R (R 4.2.2). The points are those of LevelSlopeTest.
options(digits=15)
reml <- function(k, noise, n=20, q=0) {
  t <- 0:3 - 1.5; X <- cbind(1,t)
  dat <- lapply(0:(n-1), function(i) list(y=10+2*sin(i)+(0.3+k*sin(i)+q*cos(2*i))*t+noise*cos(7*i+3*(0:3)), v=rep(0.5+0.1*(i%%5),4)))
  dev <- function(p) { L <- matrix(c(p[1],p[2],0,p[3]),2); T <- L%*%t(L); A<-matrix(0,2,2); b<-c(0,0); d<-0
    for(u in dat){ V<-X%*%T%*%t(X)+diag(u$v); W<-solve(V); A<-A+t(X)%*%W%*%X; b<-b+t(X)%*%W%*%u$y; d<-d+log(det(V))+t(u$y)%*%W%*%u$y }
    m<-solve(A,b); as.numeric(d - t(b)%*%m + log(det(A))) }
  best<-NULL
  for(s in list(c(1,.1,.1),c(1,.3,.01),c(1.5,-.1,.2),c(.5,.0,.5),c(1,.2,0))) { o<-optim(s,dev,method="BFGS",control=list(reltol=1e-16,maxit=2000)); o<-optim(o$par,dev,method="BFGS",control=list(reltol=1e-16,maxit=2000)); if(is.null(best)||o$value<best$value) best<-o }
  p<-best$par; L<-matrix(c(p[1],p[2],0,p[3]),2); T<-L%*%t(L); A<-matrix(0,2,2); b<-c(0,0)
  for(u in dat){ W<-solve(X%*%T%*%t(X)+diag(u$v)); A<-A+t(X)%*%W%*%X; b<-b+t(X)%*%W%*%u$y }
  cat(k,noise,n,q,"dev",best$value,"mu",solve(A,b),"T",T[1,1],T[1,2],T[2,2],"err",solve(A)[c(1,2,4)],"\n")
}
reml(0.2,0.05); reml(0,0.3); reml(-0.6,0.2); reml(0.2,0.2,20,1.1); reml(0,0.4,4); reml(1.5,0.1,6)
